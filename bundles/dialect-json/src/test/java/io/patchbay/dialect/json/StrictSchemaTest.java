package io.patchbay.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictSchemaTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'string'}                                                                       | true  | true
            {'type':'object','additionalProperties':false}                                          | true  | true
            {'type':'object'}                                                                       | false | false
            {'type':['object','null'],'additionalProperties':true}                                  | false | false
            {'properties':{},'additionalProperties':false}                                          | true  | true
            {'properties':{'a':{}},'required':['a'],'additionalProperties':false}                   | true  | true
            {'properties':{'a':{},'b':{}},'required':['a'],'additionalProperties':false}            | true  | false
            {'properties':{'a':{}},'additionalProperties':false}                                    | true  | false
            {'properties':{'properties':{'type':'array','items':{'type':'string'}}},'required':['properties'],'additionalProperties':false} | true | true
            {'properties':{'a':{'type':'object'}},'required':['a'],'additionalProperties':false}    | false | false
            {'type':'array','items':{'type':'object'}}                                              | false | false
            {'anyOf':[{'type':'null'},{'type':'object'}]}                                           | false | false
            {'$ref':'#/$defs/x','$defs':{'x':{'type':'object'}}}                                    | false | false
            {'enum':[{'type':'object'}]}                                                            | true  | true
            """)
    void aSchemaIsClosedAndCompleteIfAllOfItsObjectsAre(String schema, boolean closed, boolean complete) {
        Json json = new Json(schema.replace('\'', '"'));

        assertThat(StrictSchema.isClosed(json)).isEqualTo(closed);
        assertThat(StrictSchema.isComplete(json)).isEqualTo(complete);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'object','additionalProperties':false,'properties':{'maximum':{'type':'integer'}}}          | true
            {'type':'object','additionalProperties':false,'properties':{'a':{'type':'integer','maximum':1}}}    | false
            {'type':'object','additionalProperties':false,'properties':{'a':{'items':{'minLength':1}}}}         | false
            {'type':'object','properties':{'a':{}}}                                                             | false
            """)
    void claudeTakesWhatIsClosedAndLimitsNoValues(String schema, boolean suits) {
        assertThat(StrictSchema.suitsClaude(new Json(schema.replace('\'', '"')))).isEqualTo(suits);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'object','required':['a']}                     | true
            {'type':'object','required':[]}                        | false
            {'type':'object','properties':{'a':{'required':[1]}}}  | false
            {}                                                     | false
            """)
    void anObjectRequiresWhatItsRootNames(String schema, boolean requires) {
        assertThat(StrictSchema.requiresAny(new Json(schema.replace('\'', '"')))).isEqualTo(requires);
    }
}
