// Comes after the Web Console's own script for the page of configurations, and changes what that one does.
(function () {
    const NAME = 'patchbay.name';

    // A new configuration of a factory has a name: what comes after ~ in its PID.
    const display = displayConfigForm;
    displayConfigForm = function (form) {
        display(form);
        editor.find('.patchbay-refusal').remove();
        const all = $('#editorForm [name=propertylist]');
        all.data('all', all.val());
        // Every bundle gets every configuration, so there is nothing to bind and to unbind.
        $('#locinput').closest('tr').nextAll('tr').addBack().hide();
        editor.closest('.ui-dialog').find('.ui-dialog-buttonpane button').filter(function () {
            return $(this).text() === i18n.unbind_btn;
        }).hide();
        if (form.factoryPid && !form.pid.startsWith(form.factoryPid + '~')) {
            const field = createElement('input', 'inputText', {type: 'text', name: NAME, style: {width: '99%'}});
            const hint = createElement('div', 'topPaddedText');
            addText(hint, 'What comes after ~ in ' + form.factoryPid + '~name, and what others refer to it by. It stays.');
            const cells = [td(), td('minWidthCell', null, [text('Name')]), td('paddedCell', null, [field, hint])];
            const description = $('#editorForm .configDescription').parent();
            if (description.length) {
                description.after(tr(null, null, cells));
            } else {
                $('#editorForm tbody').first().prepend(tr(null, null, cells));
            }
            $(field).trigger('focus');
        }
    };

    // Who changes the value of an optional setting wants to have it saved.
    $(document).on('input change', '#editorForm :input:not(.optionality)', function () {
        $(this).closest('tr').find('input.optionality').prop('checked', true);
    });
    $(document).on('click', '#editorForm input[type=button]', function () {
        $(this).closest('tr').find('input.optionality').prop('checked', true);
    });

    // A list of configurations shows their names.
    const add = addConfig;
    addConfig = function (configuration) {
        const prefix = configuration.fpid + '~';
        if (configuration.fpid && configuration.id.startsWith(prefix)) {
            const name = configuration.id.substring(prefix.length);
            configuration.nameHint = configuration.nameHint ? name + ': ' + configuration.nameHint : name;
        }
        add(configuration);
    };

    // When a save is refused, the Web Console closes what is no dialog, which jQuery takes as an error.
    const dialog = $.fn.dialog;
    $.fn.dialog = function (method) {
        return method === 'close' && !this.hasClass('ui-dialog-content') ? this : dialog.apply(this, arguments);
    };

    // What is refused is said in the form, which stays open with all that was typed.
    const show = showRefusal;
    showRefusal = function (message) {
        // Saving has taken out what is not to be saved; what is ticked next must not be missing.
        const all = $('#editorForm [name=propertylist]');
        all.val(all.data('all'));
        if (editor.dialog('isOpen')) {
            editor.prepend(message).scrollTop(0);
        } else {
            show(message);
        }
    };
})();
