// Comes after the Web Console's own script for every page.

/** Shows why something was refused; a page may have a better place for it. */
function showRefusal(message) {
    $('.statline').first().after(message);
    window.scrollTo(0, 0);
}

// What is refused is said in its own words, as text: the Web Console would take it for HTML.
$(function () {
    $(document).off('ajaxError').on('ajaxError', function (event, request) {
        const told = request.responseJSON && request.responseJSON.error;
        const words = told ? told.message : request.responseText || request.statusText || 'The gateway does not answer.';
        $('.patchbay-refusal').remove();
        showRefusal($('<p class="ui-state-error patchbay-refusal" role="alert"></p>')
                .css({whiteSpace: 'pre-wrap', padding: '0.5em'}).text(words));
    });
});
