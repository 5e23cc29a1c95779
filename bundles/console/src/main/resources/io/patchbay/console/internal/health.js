// The page of the gateway's health: what the admin API tells of it, again and again, and buttons that reset it.
$(function () {
    const EVERY_MS = 2000;
    const API = '/api/health/';

    const duration = (ms) => !ms ? '' : ms < 1000 ? ms + ' ms' : Math.ceil(ms / 1000) + ' s';
    const of = (part, whole) => whole ? part + ' of ' + whole : part;
    const percent = (share) => Math.round(share * 100) + ' %';
    const failed = ({attempts, failures}) => attempts ? failures + ' of ' + attempts : '';

    // Each has its columns and says what a row is known by, what stands in it, and what its button resets.
    const TABLES = {
        providers: {
            title: 'Providers and models',
            columns: ['Provider', 'Model', 'Breaker', 'Why', 'Rests for', 'Failed lately', 'Latency', 'Under way', 'Waiting'],
            rows: (providers) => providers.flatMap((provider) => [
                {
                    cells: [provider.name, '', provider.breaker, provider.why, duration(provider.restsForMs),
                        failed(provider), '', provider.inFlight, provider.queued],
                    reset: {provider: provider.name},
                },
                ...provider.models.map((model) => ({
                    cells: [provider.name, model.model, model.breaker, model.why, duration(model.restsForMs),
                        failed(model), duration(model.latencyMs), model.inFlight, ''],
                    reset: {provider: provider.name, model: model.model},
                })),
            ]),
        },
        keys: {
            title: 'Keys',
            columns: ['Key', 'Provider', 'Model', 'State', 'Why', 'Until', 'Rests for', 'Left of its limits', 'Breaker', 'Under way'],
            rows: (keys) => keys.flatMap((key) => [
                {
                    cells: [key.name, key.provider, '', key.state, key.why, '', '', '', '', of(key.inFlight, key.maxConcurrent)],
                    reset: {key: key.name},
                },
                ...key.models.map((model) => ({
                    cells: [key.name, key.provider, model.model, model.state, model.why,
                        model.until && new Date(model.until).toLocaleTimeString(), duration(model.restsForMs),
                        percent(model.headroom), model.breaker, ''],
                    reset: {key: key.name, model: model.model},
                })),
            ]),
        },
        limits: {
            title: 'Limits',
            columns: ['Provider', 'Under way', 'Adaptive', 'Waiting', 'Longest wait', 'Sent away'],
            rows: (limits) => limits.providers.map((provider) => ({
                cells: [provider.provider, of(provider.inFlight, provider.limit), provider.adaptive ? 'yes' : 'no',
                    of(provider.queued, provider.maxQueued), duration(provider.queueTimeoutMs), provider.shed],
            })),
        },
    };

    const page = $('#patchbay-health');
    Object.keys(TABLES).forEach((name) => {
        const head = $('<tr></tr>').append(TABLES[name].columns.concat('').map((column) => $('<th></th>').text(column)));
        page.append(
                $('<div class="ui-widget-header ui-corner-top buttonGroup"></div>').text(TABLES[name].title),
                $('<table class="nicetable noauto"></table>').attr('id', 'patchbay-' + name)
                        .append($('<thead></thead>').append(head), '<tbody></tbody>'),
                $('<p></p>'));
    });
    page.append($('<button type="button" id="patchbay-reset-all">Reset all</button>').on('click', () => reset()));

    function reset(what) {
        $.ajax(API + 'reset', {
            type: 'POST',
            contentType: 'application/json',
            data: what ? JSON.stringify(what) : '',
        }).done(refresh);
    }

    // Rows stay the same elements, so that a click is not lost.
    function show(name, rows) {
        const body = $('#patchbay-' + name + ' > tbody');
        const known = new Map(body.children().get().map((row) => [$(row).attr('data-id'), row]));
        rows.forEach(({cells, reset: what}, place) => {
            const id = JSON.stringify(what || cells[0]);
            const row = $(known.get(id) || rowFor(id, cells.length, what));
            known.delete(id);
            cells.forEach((text, column) => row.children().eq(column).text(text === null || text === undefined ? '' : text));
            if (body.children()[place] !== row[0]) {
                place ? row.insertAfter(body.children()[place - 1]) : body.prepend(row);
            }
        });
        known.forEach((row) => row.remove());
    }

    function rowFor(id, columns, what) {
        const row = $('<tr></tr>').attr('data-id', id).append(Array.from({length: columns + 1}, () => $('<td></td>')));
        if (what) {
            row.children().last().append($('<button type="button">Reset</button>').on('click', () => reset(what)));
        }
        return row;
    }

    function refresh() {
        const names = Object.keys(TABLES);
        return Promise.all(names.map((name) => $.ajax(API + name, {dataType: 'json', global: false}))).then((told) => {
            told.forEach((answer, i) => show(names[i], TABLES[names[i]].rows(answer)));
            const budget = told[names.indexOf('limits')].retryBudget;
            status('At ' + new Date().toLocaleTimeString() + ': ' + Math.floor(budget.left) + ' of ' + budget.burst
                    + ' further attempts may be made.');
        }, () => status('The gateway does not answer.'));
    }

    const status = (text) => $('.statline').text(text);

    (function again() {
        refresh().then(() => setTimeout(again, EVERY_MS));
    })();
});
