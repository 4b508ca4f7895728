/** What is typed, what fits, what comes out: pure functions of the quick texts. */

// a slash (or 、, which Chinese input methods make of it) at the beginning or after something that is no word, path or
// number, and what follows it up to the caret
const TRIGGER = /(?:^|[^\w/:、])([/、])([\p{L}\p{N}]{0,16})$/u;
const SHOWN = 8;

/** Return `{start, query}` when a quick text is being typed before the caret, else null. */
export function findTrigger(text, caret) {
    const before = text.slice(0, caret);
    const match = TRIGGER.exec(before);
    return match ? { start: caret - match[2].length - 1, query: match[2].toLowerCase() } : null;
}

/** How well a quick text fits what was typed: smaller is better, null is not at all. */
export function rank(item, query) {
    if (!query) {
        return 3;
    }
    const abbreviation = item.abbreviation.toLowerCase();
    if (abbreviation === query) {
        return 0;
    }
    if (abbreviation.startsWith(query)) {
        return 1;
    }
    if (item.initials.startsWith(query)) {
        return 2;
    }
    const name = item.name.toLowerCase();
    if (name.includes(query) || item.initials.includes(query)) {
        return 3;
    }
    return null;
}

/**
 * Those that fit, best first. Texts for the ticket's category come before equally good ones, and texts for other
 * categories only when they are asked for.
 */
export function findMatches(items, query, categoryId = false) {
    const ranked = [];
    items.forEach((item, index) => {
        const fit = rank(item, query);
        const special = item.categories.length > 0;
        const mine = special && item.categories.includes(categoryId);
        if (fit !== null && (query || !special || mine || !categoryId)) {
            ranked.push([fit, mine ? 0 : 1, index, item]);
        }
    });
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return ranked.slice(0, SHOWN).map((row) => row[3]);
}

/** Fill in the variables. A variable without a value leaves nothing behind; unknown ones stay as they are. */
export function fillIn(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] || "" : whole));
}
