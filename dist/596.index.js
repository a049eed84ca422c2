export const id = 596;
export const ids = [596];
export const modules = {

/***/ 8336:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ GitHubError),
  $: () => (/* binding */ explainGitHub)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/errors.js
var errors = __webpack_require__(961);
// EXTERNAL MODULE: ./lib/shared/errors.js
var shared_errors = __webpack_require__(2730);
;// CONCATENATED MODULE: ./lib/github/refusal.js
/** The reasons for which GitHub answers 403, and how to mend each of them. */
/**
 * GitHub's words as seen in its answers, of REST and GraphQL alike: it has no codes for them. Only the first two
 * are about a missing permission.
 */
const REFUSALS = [
    {
        pattern: /resource not accessible by personal access token/i,
        advice: 'The token lacks a permission: give the personal access token "Issues: read and write" for this repository.',
    },
    {
        pattern: /resource not accessible by|required scopes/i,
        advice: 'The token lacks a permission: add "issues: write" under "permissions:" of the job.',
    },
    {
        pattern: /IP allow list/i,
        advice: "The organization has an IP allow list, and the runner's address is not on it. Add the address to the list, or use a runner whose address is on it.",
    },
    {
        pattern: /token'?s lifetime/i,
        advice: 'The organization does not allow tokens with such a long lifetime. Shorten the lifetime of github-token, or use the token of an app.',
    },
    {
        pattern: /forbids access via a personal access token \(classic\)/i,
        advice: 'The organization does not allow classic tokens. Use the token of an app, or a fine-grained token, for github-token.',
    },
    {
        pattern: /forbids access via/i,
        advice: 'The organization does not allow tokens of this kind. Use the token of an app for github-token.',
    },
    {
        pattern: /OAuth App access restrictions/i,
        advice: 'The organization has to approve the app that made the token. Ask an owner of the organization.',
    },
    {
        pattern: /SAML|single sign-on/i,
        advice: 'The organization requires single sign-on: authorize github-token for it, or use the token of an app.',
    },
    {
        pattern: /suspended/i,
        advice: 'The account or the app of github-token is suspended. Use another token, or contact the administrator or GitHub Support.',
    },
    {
        pattern: /\bblocked\b/i,
        advice: 'The account of github-token is blocked there, or the repository is. Use the token of another account.',
    },
    { pattern: /archived/i, advice: 'The repository is archived, and can only be read.' },
    {
        pattern: /\blocked\b/i,
        advice: 'Its conversation is locked. Unlock it in the side bar of the issue.',
    },
];
/**
 * What to do about a 403.
 *
 * @param words GitHub's own words
 */
function adviseOnRefusal(words) {
    const refusal = REFUSALS.find(({ pattern }) => pattern.test(words));
    return (refusal?.advice ??
        "GitHub refuses it. To see GitHub's own words, run the workflow again with debug logging.");
}

;// CONCATENATED MODULE: ./lib/github/failure.js



/** GitHub did not do what was asked. The message says which permission or setting to change. */
class GitHubError extends shared_errors/* ActionError */.lZ {
    name = 'GitHubError';
    /** Null if no answer came. */
    status;
    /** Whether the request may have taken effect although no good answer came. */
    isAmbiguous;
    /** Whether it answered with success, but the answer cannot be read. */
    isMalformed;
    /** Whether the conversation of the issue is locked. */
    isLocked;
    /** How long to wait before the request may be sent again, if a rate limit is the reason; otherwise null. */
    retryAfterMs;
    constructor(message, status, options) {
        super(message, options);
        this.status = status;
        this.isMalformed = options.isMalformed ?? false;
        this.isAmbiguous = this.isMalformed || status === null || status >= 500;
        this.isLocked = options.isLocked ?? false;
        this.retryAfterMs = options.retryAfterMs ?? null;
    }
}
/**
 * Turns an error of Octokit into one line.
 *
 * @param what such as `edit issue #5`
 * @param repository `owner/name`
 */
function explainGitHub(error, what, repository) {
    const start = `GitHub could not ${what} in ${repository}`;
    if (error instanceof errors/* ZodError */.G) {
        const line = `${start}: its answer is cut, or not what GitHub sends. Check the proxies on the way, and GITHUB_API_URL.`;
        return new GitHubError(line, null, { cause: error, isMalformed: true });
    }
    const failure = (typeof error === 'object' && error !== null ? error : {});
    const status = statusOf(failure);
    const line = status === null
        ? `${start}: no answer. Check the network of the runner and https_proxy.`
        : `${status}: ${start}. ${advice(status, failure, repository)}`;
    return new GitHubError(line, status, {
        cause: error,
        isLocked: status === 403 && /\blocked\b/i.test(wordsOf(failure)),
        retryAfterMs: isRateLimit(status, failure) ? waitOf(failure) : null,
    });
}
/** GitHub's own words, such as "Unable to create comment because issue is locked." */
function wordsOf({ message = '', errors = [] }) {
    return [message, ...errors.map((error) => error.message ?? '')].join(' ');
}
/** GitHub Docs, "Rate limits for the REST API": primary and secondary limits come as 403 or as 429. */
function isRateLimit(status, failure) {
    if (status !== 403 && status !== 429)
        return false;
    if (status === 429 || /rate limit/i.test(wordsOf(failure)))
        return true;
    return failure.response?.headers?.['x-ratelimit-remaining'] === '0';
}
/** GitHub Docs, as above: `retry-after` in seconds, or the moment `x-ratelimit-reset`, or at least a minute. */
function waitOf({ response }) {
    const headers = response?.headers ?? {};
    const seconds = Number(headers['retry-after']);
    if (seconds > 0)
        return seconds * 1000;
    const untilMs = Number(headers['x-ratelimit-reset']) * 1000 - Date.parse(String(headers['date']));
    return headers['x-ratelimit-remaining'] === '0' && untilMs > 0 ? untilMs : 60_000;
}
/** The status of the answer. GraphQL answers with 200: its errors get the status that REST has for them. */
function statusOf({ status, response, errors }) {
    if (errors !== undefined)
        return statusOfGraphql(errors);
    // Octokit gives a failed connection the status 500, but only an answer has headers.
    return response === undefined ? null : (status ?? null);
}
function statusOfGraphql(errors) {
    if (errors.some(({ type = '' }) => type.includes('RATE_LIMIT')))
        return 429;
    if (errors.some(({ type }) => type === 'NOT_FOUND'))
        return 404;
    if (errors.some(({ message = '' }) => /something went wrong|timed? ?out/i.test(message)))
        return 502;
    return 403;
}
function advice(status, failure, repository) {
    if (isRateLimit(status, failure)) {
        return 'Too many requests with this token. Run the workflow at another time, or less often.';
    }
    switch (status) {
        case 403:
            return adviseOnRefusal(wordsOf(failure));
        case 401:
            return 'The token is wrong or expired. Check github-token.';
        case 404:
            return `There is no such repository or issue, or the token cannot see it: check issue-repository. If it is not the workflow's own repository, github-token has to be a token for ${repository}.`;
        case 410:
            if (/deleted/i.test(wordsOf(failure)))
                return 'The issue was deleted. The next run opens a new one if it is needed.';
            return 'Issues are turned off there. Turn them on under Settings > General > Features.';
        case 422:
            return `It refuses the values: ${refusedFields(failure.response?.data)}. Check issue-title, issue-labels and issue-assignees.`;
        default:
            return status >= 500
                ? 'GitHub itself has a fault. See githubstatus.com, and run the workflow again.'
                : 'This answer is not expected. Please report this.';
    }
}
/** The members that GitHub names in a validation error, without their values. */
function refusedFields(data) {
    const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined;
    const fields = (Array.isArray(errors) ? errors : []).map((entry) => {
        const { field, code } = (typeof entry === 'object' && entry !== null ? entry : {});
        return typeof field === 'string' && typeof code === 'string' ? `${field} is ${code}` : '';
    });
    return fields.filter((field) => /^[\w .-]{1,80}$/.test(field)).join(', ') || 'validation failed';
}


/***/ }),

/***/ 6176:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $r: () => (/* binding */ pendingComment),
/* harmony export */   Fk: () => (/* binding */ archivedBeforeComment),
/* harmony export */   Lc: () => (/* binding */ unreadableComment),
/* harmony export */   Ql: () => (/* binding */ commentMarker),
/* harmony export */   bn: () => (/* binding */ ticked),
/* harmony export */   iM: () => (/* binding */ archivedComment),
/* harmony export */   iW: () => (/* binding */ mentionedOwners),
/* harmony export */   wQ: () => (/* binding */ renderComment)
/* harmony export */ });
/* harmony import */ var _report_entries_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1070);
/* harmony import */ var _report_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5235);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6422);
/* harmony import */ var _state_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4874);




/** The most rooms, and the most people, that a comment names. */
const MAX_NAMED = 20;
/** Characters for the names of rooms, of the 65,536 that GitHub takes. */
const NAMES_LIMIT = 60_000;
/** Characters for the text of lines that could not be read. */
const TEXT_LIMIT = 64_000;
/**
 * The hidden marker by which a comment is found again.
 *
 * @param before what the issue remembered before, or the day if that is lost: it makes the marker unique
 */
function commentMarker(kind, before, rooms) {
    const was = typeof before === 'string' ? before : (0,_state_js__WEBPACK_IMPORTED_MODULE_1__/* .encodeState */ .Md)({ ...before, comment: null }, '');
    return `<!-- abandoned-rooms-comment ${(0,_state_js__WEBPACK_IMPORTED_MODULE_1__/* .shortHash */ .BC)(`${kind}\n${was}\n${(0,_state_js__WEBPACK_IMPORTED_MODULE_1__/* .hashSet */ .zI)(rooms)}`)} -->`;
}
/** The comment that a state announces; null if there is none. */
function pendingComment(state) {
    if (state === null || state.comment === null)
        return null;
    const { kind, marker } = state.comment;
    return { kind, marker, rooms: state.marked };
}
/** @param logins of owners, to be mentioned */
function renderComment({ kind, marker, rooms }, report, logins) {
    if (kind === 'closed') {
        const text = 'No room is abandoned any more, so this issue is closed. It is opened again if a room becomes abandoned.';
        return { marker, text: `${text}\n${marker}` };
    }
    const added = report.abandoned.filter(({ id }) => rooms.has(id));
    const named = linesThatFit(added.slice(0, MAX_NAMED).map((room) => `- ${(0,_report_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .roomLink */ .qb)(room)}`));
    const more = added.length > named.length ? [`- and ${added.length - named.length} more`] : [];
    const title = `**${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .LS)(added.length, 'room')} became abandoned since the last run:**`;
    const owners = logins.length === 0 ? [] : ['', `Owners: ${logins.map((login) => `@${login}`).join(' ')}`];
    return { marker, text: [title, '', ...named, ...more, ...owners, '', marker].join('\n') };
}
const NOBODY = { logins: [], ambiguous: [] };
/**
 * The logins of the owners of newly abandoned rooms. A redacted report holds no owners.
 *
 * @param ownerLogins by display name or id, in any case
 */
function mentionedOwners({ rooms, kind }, report, ownerLogins) {
    if (kind !== 'new' || ownerLogins.size === 0 || report.redacted)
        return NOBODY;
    const byName = new Map([...ownerLogins].map(([name, login]) => [(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .foldName */ .zN)(name), login]));
    const idsByName = idsOfOwners(report);
    const logins = new Map();
    const ambiguous = new Map();
    for (const { owner, ownerId } of report.abandoned.filter(({ id }) => rooms.has(id))) {
        const name = (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .foldName */ .zN)(owner ?? '');
        const byId = byName.get((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .foldName */ .zN)(ownerId ?? ''));
        const login = byId ?? byName.get(name);
        if (login === undefined)
            continue;
        if (byId === undefined && idsByName.get(name)?.size !== 1) {
            ambiguous.set(name, ambiguous.get(name) ?? owner ?? '');
        }
        else {
            logins.set(login.toLowerCase(), logins.get(login.toLowerCase()) ?? login);
        }
    }
    return { logins: [...logins.values()].slice(0, MAX_NAMED), ambiguous: [...ambiguous.values()] };
}
/** The ids of all owners in a report, by display name. */
function idsOfOwners(report) {
    const ids = new Map();
    for (const { owner, ownerId } of [
        report.abandoned,
        report.exempt,
        report.upcoming,
        report.unknown,
    ].flat()) {
        if (owner === null)
            continue;
        const name = (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .foldName */ .zN)(owner);
        ids.set(name, (ids.get(name) ?? new Set()).add(ownerId));
    }
    return ids;
}
/** Names the rooms that a run has archived, and how to restore them. */
function archivedComment(rooms, runId) {
    const marker = commentMarker('archived', runId, rooms.map(({ id }) => id));
    const lines = linesThatFit(rooms.map(archivedRoomLine));
    const more = rooms.length > lines.length ? [`- and ${rooms.length - lines.length} more`] : [];
    const [were, them] = rooms.length === 1 ? ['was', 'it'] : ['were', 'them'];
    const text = [
        `**${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .LS)(rooms.length, 'room')} ${were} moved to the archive**, as approved in this issue:`,
        '',
        ...lines,
        ...more,
        '',
        `Nothing was deleted: files, members and links stay. ${howToRestore(them)}`,
        '',
        marker,
    ];
    return { marker, text: text.join('\n') };
}
/**
 * Names approved rooms that a run has found in the archive: an earlier run was stopped before its comment, or somebody
 * archived them in the portal.
 *
 * @param day of the run
 */
function archivedBeforeComment(rooms, day) {
    const marker = commentMarker('archived before', day, rooms.map(({ id }) => id));
    const lines = linesThatFit(rooms.map((room) => `- ${(0,_report_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .roomLink */ .qb)(room)}`));
    const more = rooms.length > lines.length ? [`- and ${rooms.length - lines.length} more`] : [];
    const [are, them] = rooms.length === 1 ? ['is', 'it'] : ['are', 'them'];
    const text = [
        `**${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .LS)(rooms.length, 'room')} that ${are} approved in this issue ${are} in the archive already:**`,
        '',
        ...lines,
        ...more,
        '',
        howToRestore(them),
        '',
        marker,
    ];
    return { marker, text: text.join('\n') };
}
function howToRestore(them) {
    return `To restore ${them}, open **Archive** in the portal and choose **Restore** in the menu of the room.`;
}
function archivedRoomLine(room) {
    const facts = [
        room.owner === null ? '' : `owner ${(0,_report_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .markdownText */ .p7)(room.owner)}`,
        `last activity ${(0,_report_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .markdownText */ .p7)((0,_report_entries_js__WEBPACK_IMPORTED_MODULE_0__/* .describeActivity */ .lU)(room) ?? 'not known')}`,
        `evidence: ${room.evidence}`,
    ];
    return `- ${(0,_report_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .roomLink */ .qb)(room)} — ${facts.filter((fact) => fact !== '').join(' · ')}`;
}
/** Keeps ticked lines that the next edit would lose. Within a code block, nothing of them is a mention or a link. */
function unreadableComment(lines) {
    const marker = commentMarker('unreadable', lines.join('\n'), []);
    const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
    const fence = '`'.repeat(longest + 1);
    const text = [
        `${ticked(lines.length)} in the list could not be read, so no room is kept or archived because of ${lines.length === 1 ? 'it' : 'them'}. The list is replaced; this is the text:`,
        '',
        `${fence}text`,
        // A line can be as long as the issue, if a bot removed its line ends.
        lines.join('\n').slice(0, TEXT_LIMIT),
        fence,
        '',
        'To keep a room, tick its own line in the list.',
        marker,
    ];
    return { marker, text: text.join('\n') };
}
/** `1 ticked line`, `2 ticked lines`. */
function ticked(count) {
    return (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .LS)(count, 'ticked line');
}
function linesThatFit(lines) {
    let used = 0;
    const end = lines.findIndex((line) => {
        used += line.length + 1;
        return used > NAMES_LIMIT;
    });
    return end < 0 ? lines : lines.slice(0, end);
}


/***/ }),

/***/ 500:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fb: () => (/* binding */ archiveLine),
/* harmony export */   Gg: () => (/* binding */ withoutOwnLines),
/* harmony export */   S8: () => (/* binding */ itemMarker),
/* harmony export */   Se: () => (/* binding */ readLines),
/* harmony export */   St: () => (/* binding */ readOwnLines),
/* harmony export */   Vj: () => (/* binding */ encodeHidden),
/* harmony export */   Wx: () => (/* binding */ roomsOf)
/* harmony export */ });
/* harmony import */ var _rooms_days_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(517);

/** The word in the hidden marker of a line, for each kind of box. */
const KIND_BY_WORD = { room: 'keep', archive: 'archive' };
const QUOTE = /^(?:\s|>)+/;
/** Before a box, the space may be missing, and some editors write a longer dash. */
const LIST_MARK = /^(?:(?:[-*+•]|\d{1,9}[.)])\s+|[-*+•–—]\s*(?=\\?\[\s*[xX]?\s*\\?\](?:\s|$)))/;
/** `[ ]` or `[x]`, or the sign that a copied page shows; not the text of a link. Some editors escape brackets. */
const BOX = /^(?:(?:\\?\[|［)\s*([^\]］\s\\]*)\s*(?:\\?\]|］)(?=\s|$)|([☐☑✅✔]))/u;
const TICK = /^[xX☑✅✔✓]$/u;
/** A tick that does not stand at the beginning, such as in a table, or in HTML. */
const TICK_WITHIN = /\\?\[\s*[xX]\s*\\?\](?!\()|<input\b[^>]{0,200}\bchecked\b/;
/** An item ends before a heading, a row of a table, or a border of the list. */
const NO_CONTINUATION = /^(?:#|\||<!--\s*abandoned-rooms-|<sub>)/;
const MARKER = /<!--\s*(room|archive)\s+(\S{1,2000}?)(?:\s+until\s+(\S{1,20}))?\s*-->/g;
const LINK = /\/rooms\/shared\/([^/\s)]{1,2000})\/filter/g;
const VISIBLE_UNTIL = /\)\s+\S{1,3}\s+kept until (\d{4}-\d{2}-\d{2})/;
/** A line as this project writes it, without its marker: a box, the link of the room, and a dash. */
const OWN_SHAPE = /^\\?\[[^\]]*\\?\]\s+\[.*\]\([^\s)]*\/rooms\/shared\/[^\s)]*\)\s+[—–-]/;
/** Reads the boxes out of a text. */
function readLines(text) {
    const boxes = [];
    const unreadable = [];
    /** The room whose line was read last. */
    let above = null;
    for (const { text: item } of itemsOf(text)) {
        const read = readItem(item);
        if (read === 'unreadable' || (read !== null && isMisplaced(read, above)))
            unreadable.push(item);
        else if (read !== null)
            boxes.push(read);
        const room = roomOf(item);
        if (room?.kind !== 'archive')
            above = room?.id ?? null;
    }
    return { boxes, unreadable };
}
/**
 * A box that archives a room does not name it: people see which room it belongs to by the line above. If somebody moved it
 * below another room, a tick would archive a room that nobody meant.
 */
function isMisplaced({ kind, id, isTicked }, above) {
    return kind === 'archive' && isTicked && id !== above;
}
/** The rooms that a text lists, with or without boxes. */
function roomsOf(text) {
    return itemsOf(text).flatMap(({ text: item }) => roomOf(item) ?? []);
}
/** Only the boxes on lines that this project wrote: people may have moved them into their own text. */
function readOwnLines(text) {
    const own = itemsOf(text).filter(({ text: item }) => isOwn(item));
    return readLines(own.map(({ text: item }) => item).join('\n')).boxes;
}
/** A text without the lines of rooms that this project wrote. */
function withoutOwnLines(text) {
    const lines = text.split('\n');
    const own = itemsOf(text).filter(({ text: item }) => isOwn(item));
    const cut = new Set(own.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)));
    return cut.size === 0 ? text : lines.filter((_, at) => !cut.has(at)).join('\n');
}
/** Items with a list mark or a box, each with the lines that it is wrapped over. */
function itemsOf(text) {
    const items = [];
    let isOpen = false;
    text.split('\n').forEach((raw, at) => {
        const line = raw.replace(QUOTE, '').trimEnd();
        const last = items.at(-1);
        if (LIST_MARK.test(line) || BOX.test(line) || TICK_WITHIN.test(line)) {
            items.push({ text: line, from: at, to: at + 1 });
            isOpen = true;
        }
        else if (line === '' || NO_CONTINUATION.test(line)) {
            isOpen = false;
        }
        else if (isOpen && last !== undefined) {
            items[items.length - 1] = { ...last, text: `${last.text} ${line}`, to: at + 1 };
        }
    });
    return items;
}
function readItem(item) {
    const content = item.replace(LIST_MARK, '');
    const box = BOX.exec(content);
    if (box === null)
        return TICK_WITHIN.test(content) ? 'unreadable' : null;
    const mark = box[1] ?? box[2] ?? '';
    const isOpen = mark === '' || mark === '☐';
    // Two lines that became one, for example.
    if (isOpen && TICK_WITHIN.test(content.slice(box[0].length)))
        return 'unreadable';
    const room = roomOf(content);
    if (room === null)
        return isOpen ? null : 'unreadable';
    if (isOpen || TICK.test(mark))
        return { ...room, isTicked: !isOpen };
    return 'unreadable';
}
/** The room that an item is about: by its hidden marker, or by its link. Null if there is none, or more than one. */
function roomOf(content) {
    const marked = [...content.matchAll(MARKER)].flatMap(([, word = '', hidden = '', until = '']) => {
        const id = decodeId(hidden);
        const kind = KIND_BY_WORD[word];
        return id === null || kind === undefined ? [] : [{ kind, id, until: (0,_rooms_days_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDay */ .Iq)(until) }];
    });
    const linked = new Set([...content.matchAll(LINK)].map(([, part = '']) => part));
    if (linked.size > 1)
        return null;
    const [first] = marked;
    if (first !== undefined) {
        return marked.every(({ id, kind }) => id === first.id && kind === first.kind) ? first : null;
    }
    const [part] = linked;
    const id = part === undefined ? null : idInLink(part);
    const until = (0,_rooms_days_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDay */ .Iq)(VISIBLE_UNTIL.exec(content)?.[1] ?? '');
    return id === null ? null : { kind: 'keep', id, until };
}
function isOwn(item) {
    const content = item.replace(LIST_MARK, '');
    if (!BOX.test(content))
        return false;
    return content.search(MARKER) >= 0 || OWN_SHAPE.test(content);
}
/** The line with the box by which people approve that a room is archived. */
function archiveLine(id, isTicked) {
    const marker = `<!-- archive ${encodeHidden(JSON.stringify(id))} -->`;
    return `  - [${isTicked ? 'x' : ' '}] archive at the next run ${marker}`;
}
/** The end of a room's line, by which its box is found again. */
function itemMarker(id, until) {
    return `<!-- room ${encodeHidden(JSON.stringify(id))}${until === null ? '' : ` until ${until}`} -->`;
}
function decodeId(hidden) {
    try {
        const id = JSON.parse(decodeURIComponent(hidden));
        return typeof id === 'string' || Number.isSafeInteger(id) ? id : null;
    }
    catch {
        return null;
    }
}
/** The address of a room does not tell a number from a text of digits; portals use numbers. */
function idInLink(part) {
    try {
        const id = decodeURIComponent(part);
        return /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;
    }
    catch {
        return null;
    }
}
/** Text within an HTML comment: no spaces, and no hyphens that could end it. */
function encodeHidden(text) {
    return encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D');
}


/***/ }),

/***/ 7284:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CJ: () => (/* binding */ hasKey),
/* harmony export */   E2: () => (/* binding */ hasOtherKey),
/* harmony export */   Kp: () => (/* binding */ END),
/* harmony export */   Q: () => (/* binding */ BEGIN),
/* harmony export */   Th: () => (/* binding */ BODY_LIMIT),
/* harmony export */   UB: () => (/* binding */ ownBlock),
/* harmony export */   Wk: () => (/* binding */ hasSameLines),
/* harmony export */   _y: () => (/* binding */ USER_TEXT_LIMIT),
/* harmony export */   aR: () => (/* binding */ keyMarker),
/* harmony export */   bT: () => (/* binding */ bodyParts),
/* harmony export */   fz: () => (/* binding */ userText),
/* harmony export */   qr: () => (/* binding */ footer),
/* harmony export */   tZ: () => (/* binding */ normalizeLines),
/* harmony export */   vg: () => (/* binding */ OVERHEAD_CHARS)
/* harmony export */ });
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(500);
/* harmony import */ var _state_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4874);


/** The borders of the list in an issue's body, and the key by which an issue is found. */
/**
 * The most characters of an issue's body. GitHub refuses more than 65,536. How it counts is not documented; UTF-16
 * units, as JavaScript counts, are never fewer than characters.
 */
const BODY_LIMIT = 65_000;
/** Characters for everything that is neither a room, nor state, nor a person's text. */
const OVERHEAD_CHARS = 3000;
/** The most characters that people may write above and below the list. */
const USER_TEXT_LIMIT = BODY_LIMIT - 2 * OVERHEAD_CHARS;
const KEY_START = '<!-- abandoned-rooms-key ';
const BEGIN = '<!-- abandoned-rooms-begin -->';
const END = '<!-- abandoned-rooms-end -->';
/** Where a block of any key begins. An editor may have changed the line end. */
const HEAD = new RegExp(`${BEGIN}\\s+${KEY_START}(\\S*) -->`, 'g');
const WHOLE_BLOCK = /<!-- abandoned-rooms-begin -->[\s\S]*?<!-- abandoned-rooms-end -->/g;
const ANY_MARKER = /<!-- abandoned-rooms-[^>]*-->/g;
const FOOTER_START = 'Kept up to date by the abandoned-rooms action';
/** The visible last line of a list, not quoted. An editor may have removed its formatting, or wrapped it. */
const FOOTER = /^[ \t]*(?:<sub>\s*)?Kept\s+up\s+to\s+date\s+by\s+the\s+abandoned-rooms\s+action[\s\S]{0,3000}?issue\s+key[\s`]+(?:<code>)?([^\s`<)]+)/gm;
const FOOTER_END = /<\/sub>|\n\s*\n|$/;
/** The visible first line of a list, and the headings below it. */
const HEADLINE = /^.{0,8}(?:\d+ rooms? ha(?:s|ve) had no activity|No room is (?:known to be )?abandoned|#+ (?:Abandoned|Kept) \(\d+\))/m;
/** The hidden marker by which an issue is known as the one of this key. */
function keyMarker(issueKey) {
    return `${KEY_START}${(0,_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .encodeHidden */ .Vj)(issueKey)} -->`;
}
/**
 * The visible last line of a list. It names the key, so that the issue is found if an editor removes hidden comments.
 *
 * @param portal address of the portal, as Markdown
 */
function footer(portal, issueKey) {
    return `<sub>${FOOTER_START} for ${portal} (issue key \`${encodeVisible(issueKey)}\`). Text above and below this list stays; the list itself is replaced.</sub>`;
}
/** Whether a body belongs to the issue of this key. */
function hasKey(body, issueKey) {
    return blockOf(normalizeLines(body), issueKey) !== null;
}
/** Whether a body also holds the block of another key, for example since somebody pasted one issue's text into another. */
function hasOtherKey(body, issueKey) {
    const own = (0,_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .encodeHidden */ .Vj)(issueKey);
    return normalizeLines(body)
        .matchAll(HEAD)
        .some(([, key]) => key !== own);
}
/** Browsers send CRLF line ends; text is compared and read with LF alone. */
function normalizeLines(body) {
    return body.replaceAll('\r\n', '\n');
}
/** Whether two bodies differ only in line ends and in spaces at the very end, which browsers change. */
function hasSameLines(one, other) {
    return normalizeLines(one).trimEnd() === normalizeLines(other).trimEnd();
}
/** The part of a body that this action wrote. */
function ownBlock(body, issueKey) {
    const block = blockOf(body, issueKey);
    return block === null ? '' : body.slice(block.begin, block.end);
}
/** Splits a body. Blocks of other keys are in no part. */
function bodyParts(body, issueKey) {
    const block = blockOf(body, issueKey);
    const outside = block === null ? body : `${body.slice(0, block.begin)}\n${body.slice(block.end)}`;
    const copies = (outside.match(WHOLE_BLOCK) ?? []).filter((copy) => copy.includes(keyMarker(issueKey)));
    return {
        own: [ownBlock(body, issueKey), ...copies].join('\n\n'),
        others: outside.replace(WHOLE_BLOCK, '\n'),
    };
}
/**
 * What people wrote above and below the block of this action. Copies of a block, and lines of the list that people moved
 * out of it, are removed: the list is written with them. Without a block, everything is people's text.
 */
function userText(body, issueKey) {
    const block = blockOf(body, issueKey);
    if (block === null) {
        const text = withoutBlocks(body).trimEnd();
        return { before: text === '' ? '' : `${text}\n\n`, after: '' };
    }
    return { before: withoutBlocks(body.slice(0, block.begin)), after: withoutBlocks(body.slice(block.end)) };
}
function withoutBlocks(text) {
    return (0,_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutOwnLines */ .Gg)(text.replace(WHOLE_BLOCK, '').replace(ANY_MARKER, ''));
}
/**
 * Finds the block of a key. People may have deleted one of its borders, and editors remove all hidden comments. Then the
 * key, a state whose checksum includes the key, or the visible first and last line show where it is.
 */
function blockOf(body, issueKey) {
    const visible = visibleBlock(body, issueKey);
    const begin = beginOf(body, issueKey);
    if (begin < 0)
        return visible;
    const end = body.indexOf(END, begin);
    if (end >= 0)
        return { begin, end: end + END.length };
    const [state] = body.slice(begin).matchAll(_state_js__WEBPACK_IMPORTED_MODULE_1__/* .STATE_BLOCK */ .Uf);
    if (state !== undefined)
        return { begin, end: begin + state.index + state[0].length };
    return { begin, end: visible !== null && visible.end > begin ? visible.end : body.length };
}
function beginOf(body, issueKey) {
    const head = body.matchAll(HEAD).find(([, key]) => key === (0,_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .encodeHidden */ .Vj)(issueKey));
    if (head !== undefined)
        return head.index;
    const begin = body.indexOf(BEGIN);
    // If there is a whole block, a marker that somebody quotes elsewhere does not count.
    if (begin < 0)
        return body.indexOf(keyMarker(issueKey));
    if (body.includes(KEY_START))
        return -1;
    return (0,_state_js__WEBPACK_IMPORTED_MODULE_1__/* .decodeState */ .UJ)(body.slice(begin), issueKey) === null ? -1 : begin;
}
/** The block by its visible lines. */
function visibleBlock(body, issueKey) {
    // A block of another key has its own footer.
    if (body.includes(KEY_START) && !body.includes(keyMarker(issueKey)))
        return null;
    for (const match of body.matchAll(FOOTER)) {
        if (match[1] !== encodeVisible(issueKey))
            continue;
        const afterKey = match.index + match[0].length;
        const rest = FOOTER_END.exec(body.slice(afterKey));
        const end = afterKey + (rest?.index ?? 0) + (rest?.[0].startsWith('<') === true ? rest[0].length : 0);
        const above = body.slice(0, match.index);
        const border = above.indexOf(BEGIN);
        const headline = above.search(HEADLINE);
        const begin = [border, headline].filter((at) => at >= 0).sort((a, b) => a - b)[0] ?? match.index;
        return { begin, end };
    }
    return null;
}
/** The key as readers see it; it is found again if an editor removes the backticks. */
function encodeVisible(issueKey) {
    return encodeURIComponent(issueKey.toWellFormed())
        .replace(/[!'()*~_]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll('%3A', ':')
        .replaceAll('%2F', '/');
}


/***/ }),

/***/ 4874:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BC: () => (/* binding */ shortHash),
/* harmony export */   Md: () => (/* binding */ encodeState),
/* harmony export */   UJ: () => (/* binding */ decodeState),
/* harmony export */   Uf: () => (/* binding */ STATE_BLOCK),
/* harmony export */   sp: () => (/* binding */ withoutComment),
/* harmony export */   zI: () => (/* binding */ hashSet)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8522);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5491);



/** Up to 9999-12-31, the last date that can be written as YYYY-MM-DD. */
const day = zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(0).max(2_932_896);
/** It becomes part of a comment, so a forged state must not bring its own text. */
const COMMENT_MARKER = /^<!-- abandoned-rooms-comment [0-9a-f]{16} -->$/;
const roomId = zod__WEBPACK_IMPORTED_MODULE_2__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr(), zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().min(1)]);
const payload = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    generation: zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(0),
    setHash: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    /** Whether the abandoned rooms are known. */
    isComplete: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    /**
     * Ids that are numbers, ascending, each as the distance to the one before, and their days. Plain ids would take 30,000
     * characters instead of 18,000 for 5,000 rooms: space that the list of rooms needs.
     */
    distances: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr()),
    days: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(day),
    /** Ids that are texts. */
    named: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .tuple */ .PVZ([zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().min(1), day])),
    marked: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(roomId),
    kept: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .tuple */ .PVZ([roomId, day])),
    comment: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['new', 'closed']), marker: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(COMMENT_MARKER), runId: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() })
        .nullable(),
});
/** The hidden block of a state in a body. */
const STATE_BLOCK = /<!-- abandoned-rooms-state v1 ([0-9a-f]{16}) ([A-Za-z0-9+/=]+) -->/g;
/** Bounds what a block unpacks to that somebody else made. */
const MAX_UNPACKED_BYTES = 8 * 1024 * 1024;
/**
 * The hidden block of a state: an HTML comment with a version and a checksum.
 *
 * @param issueKey part of the checksum, so that a block copied from another issue is not taken for this one's
 */
function encodeState(state, issueKey) {
    const abandoned = [...(state.abandoned ?? [])];
    const numbers = abandoned.filter(isNumbered).sort(([a], [b]) => a - b);
    const packed = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.deflateRawSync)(JSON.stringify({
        generation: state.generation,
        setHash: state.setHash,
        isComplete: state.abandoned !== null,
        distances: numbers.map(([id], at) => id - (numbers[at - 1]?.[0] ?? 0)),
        days: numbers.map(([, since]) => since),
        named: abandoned.filter(isNamed),
        marked: [...state.marked],
        kept: [...state.kept],
        comment: state.comment,
    }), { level: 9 }).toString('base64');
    return `<!-- abandoned-rooms-state v1 ${checksum(packed, issueKey)} ${packed} -->`;
}
/**
 * Reads the state out of an issue's body.
 *
 * @returns null if there is none, or if it is damaged, edited, or of another version
 */
function decodeState(body, issueKey) {
    const blocks = [...body.matchAll(STATE_BLOCK)];
    const [, sum = '', packed = ''] = blocks[0] ?? [];
    if (blocks.length !== 1 || checksum(packed, issueKey) !== sum)
        return null;
    try {
        const json = JSON.parse((0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.inflateRawSync)(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8'));
        const read = payload.parse(json);
        if (read.distances.length !== read.days.length)
            return null;
        const abandoned = new Map();
        let id = 0;
        read.distances.forEach((distance, at) => {
            id += distance;
            abandoned.set(id, read.days[at] ?? 0);
        });
        for (const [text, since] of read.named)
            abandoned.set(text, since);
        return {
            generation: read.generation,
            setHash: read.setHash,
            abandoned: read.isComplete ? abandoned : null,
            marked: new Set(read.marked),
            kept: new Map(read.kept),
            comment: read.comment,
        };
    }
    catch {
        // The checksum is right, but this is not a state: somebody forged it.
        return null;
    }
}
/**
 * A body whose state does not announce a comment any more.
 *
 * @param marker of the comment
 * @returns null if the body does not announce it
 */
function withoutComment(body, issueKey, marker) {
    for (const [block] of body.matchAll(STATE_BLOCK)) {
        const state = decodeState(block, issueKey);
        if (state?.comment?.marker !== marker)
            continue;
        return body.replace(block, () => encodeState({ ...state, comment: null }, issueKey));
    }
    return null;
}
/** Identifies a set of rooms, in any order. */
function hashSet(ids) {
    return shortHash([...ids]
        .map((id) => JSON.stringify(id))
        .sort()
        .join('\n'));
}
/** Sixteen hexadecimal digits. */
function shortHash(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex').slice(0, 16);
}
function isNumbered(entry) {
    return typeof entry[0] === 'number';
}
function isNamed(entry) {
    return typeof entry[0] === 'string';
}
function checksum(packed, issueKey) {
    return shortHash(`${issueKey}\n${packed}`);
}


/***/ }),

/***/ 8977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bn: () => (/* binding */ readTicks),
/* harmony export */   dp: () => (/* binding */ keptRooms),
/* harmony export */   wR: () => (/* binding */ changedBoxes)
/* harmony export */ });
/* harmony import */ var _lines_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(500);
/* harmony import */ var _markers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7284);


/** Reads the boxes out of a body: in the list, and on lines of the list that people moved above or below it. */
function readTicks(body, issueKey) {
    const { own, others } = (0,_markers_js__WEBPACK_IMPORTED_MODULE_1__/* .bodyParts */ .bT)(body, issueKey);
    const { boxes, unreadable } = (0,_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .readLines */ .Se)(own);
    const moved = (0,_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .readOwnLines */ .St)(others);
    const listed = [...(0,_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .roomsOf */ .Wx)(own), ...moved].flatMap(({ id, until }) => (until === null ? [id] : []));
    return {
        boxes: boxesOf('keep', [...boxes, ...moved]),
        approved: approvedIn((0,_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .readLines */ .Se)((0,_markers_js__WEBPACK_IMPORTED_MODULE_1__/* .ownBlock */ .UB)(body, issueKey)).boxes, boxes),
        unreadable,
        listed: new Set(listed),
    };
}
/**
 * Rooms whose box "archive" is ticked. Only the list itself counts, not lines that people moved out of it, and if a room
 * has several boxes, also in copies of the list, all of them have to be ticked: a room is not archived in doubt.
 */
function approvedIn(list, withCopies) {
    const isArchive = ({ kind }) => kind === 'archive';
    const open = new Set(withCopies.filter((box) => isArchive(box) && !box.isTicked).map(({ id }) => id));
    return new Set(list
        .filter(isArchive)
        .map(({ id }) => id)
        .filter((id) => !open.has(id)));
}
/** One box for each room. If a room has several, a ticked one counts. */
function boxesOf(kind, lines) {
    const boxes = new Map();
    for (const { kind: lineKind, id, isTicked, until } of lines) {
        if (lineKind !== kind)
            continue;
        const before = boxes.get(id);
        if (before === undefined || (isTicked && !before.isTicked))
            boxes.set(id, { isTicked, until });
    }
    return boxes;
}
/**
 * Which rooms are kept at a run, and through which day.
 *
 * A box that was ticked since the last run keeps its room for `keepDays` from today on. Removing the tick ends it, and
 * so does the time. A kept room whose line the body does not show (it was cut) stays kept.
 *
 * @param state null if it is not known: then the boxes alone count
 * @param keepDays 0: nothing is kept
 */
function keptRooms(state, boxes, today, keepDays) {
    const kept = new Map();
    if (keepDays === 0)
        return kept;
    // Neither a date in the body nor a forged state keeps a room longer than a tick does.
    const latest = today + keepDays;
    for (const [id, until] of state?.kept ?? []) {
        if (until >= today && boxes.get(id)?.isTicked !== false)
            kept.set(id, Math.min(until, latest));
    }
    for (const [id, { isTicked, until }] of boxes) {
        // The date in the body counts only if the state is lost.
        const known = state?.kept.get(id) ?? until;
        if (!isTicked || kept.has(id) || (known !== null && known < today))
            continue;
        kept.set(id, Math.min(known ?? latest, latest));
    }
    return kept;
}
/** Boxes that were ticked or unticked since the run began, and what they are now. */
function changedBoxes(atStart, now) {
    return new Map([...now].flatMap(([id, { isTicked }]) => (atStart.get(id)?.isTicked ?? false) === isTicked ? [] : [[id, isTicked]]));
}


/***/ }),

/***/ 3788:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ft: () => (/* binding */ saveUnreadable),
/* harmony export */   Rx: () => (/* binding */ warnOfUnreadable),
/* harmony export */   ZD: () => (/* binding */ commentOnce),
/* harmony export */   mf: () => (/* binding */ makePending),
/* harmony export */   u0: () => (/* binding */ makeAnnounced)
/* harmony export */ });
/* harmony import */ var _github_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8336);
/* harmony import */ var _issue_comment_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6176);
/* harmony import */ var _issue_markers_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7284);
/* harmony import */ var _issue_state_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4874);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6422);
/* harmony import */ var _find_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9648);






/** Comments on the issue, each made once. */
/** A run that is about to comment does so within this time. */
const COMMENT_OF_OTHER_RUN_MS = 3000;
/** The most lines that a warning names, and characters of each. */
const MAX_LINES = 5;
const MAX_LINE_CHARS = 200;
/**
 * Comments, unless the comment is there already. If people have locked the conversation, that is a warning: the issue
 * itself can still be edited.
 */
async function commentOnce({ host, viewer, log }, number, { text, marker }) {
    try {
        await host.comment(number, text, (comment) => (0,_find_js__WEBPACK_IMPORTED_MODULE_4__/* .isBy */ ._m)(comment, viewer) && comment.body.includes(marker));
    }
    catch (error) {
        if (!(error instanceof _github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y) || !error.isLocked)
            throw error;
        log.warning(error.message);
    }
}
/**
 * Makes the comment that this run's edit has announced. If another run has written the issue since then, that run makes
 * it: the text of the issue says which.
 */
async function makeAnnounced(context, number, comment, report) {
    const { host, runId } = context;
    await host.untilWritable();
    const { state } = await readState(context, number);
    // Without a state, there was no space to announce anything.
    const isOurs = state === null || (isPending(state, comment) && state.comment?.runId === runId);
    if (!isOurs)
        return;
    await finish(context, number, comment, report);
}
/**
 * Makes a comment that an earlier run has announced and not made, since it was stopped in between. A comment that is not
 * true any more is not made.
 */
async function makePending(context, number, comment, report) {
    // A run at the same time may be about to make it.
    await context.host.pause(COMMENT_OF_OTHER_RUN_MS);
    const issue = await readState(context, number);
    if (!isPending(issue.state, comment))
        return;
    if (isTrue(comment, report, issue.isOpen))
        await finish(context, number, comment, report);
    else
        await withdraw(context, number, comment);
}
function isTrue({ kind, rooms }, { abandoned }, isOpen) {
    return kind === 'closed' ? !isOpen && abandoned.length === 0 : abandoned.some(({ id }) => rooms.has(id));
}
/** Keeps ticked lines that cannot be matched to a room in a comment, before the list is replaced. */
async function saveUnreadable(context, number, lines) {
    if (lines.length > 0)
        await commentOnce(context, number, (0,_issue_comment_text_js__WEBPACK_IMPORTED_MODULE_1__/* .unreadableComment */ .Lc)(lines));
}
/** @param isRedacted the log may have more readers than the issue */
function warnOfUnreadable({ log }, number, lines, isRedacted) {
    if (lines.length === 0)
        return;
    const named = lines.slice(0, MAX_LINES).map((line) => `"${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_5__/* .logText */ .kc)(line.slice(0, MAX_LINE_CHARS))}"`);
    const more = lines.length > MAX_LINES ? ` and ${lines.length - MAX_LINES} more` : '';
    const text = isRedacted ? '' : ` (${named.join(', ')}${more})`;
    log.warning(`${(0,_issue_comment_text_js__WEBPACK_IMPORTED_MODULE_1__/* .ticked */ .bn)(lines.length)} in the list of issue #${number} could not be read${text}, so no room is kept or archived because of ${lines.length === 1 ? 'it' : 'them'}. If the list is replaced, the text is kept in a comment, or in the edit history of the issue if its conversation is locked. To keep a room, tick its own line.`);
}
/** Comments, and removes the announcement from the issue. */
async function finish(context, number, comment, report) {
    const { logins, ambiguous } = (0,_issue_comment_text_js__WEBPACK_IMPORTED_MODULE_1__/* .mentionedOwners */ .iW)(comment, report, context.settings.ownerLogins);
    for (const name of ambiguous.slice(0, MAX_LINES)) {
        context.log.warning(`Several owners have the display name "${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_5__/* .logText */ .kc)(name)}", so nobody is mentioned by that name. Use their ids in owner-logins.`);
    }
    const known = await existing(context, logins);
    await commentOnce(context, number, (0,_issue_comment_text_js__WEBPACK_IMPORTED_MODULE_1__/* .renderComment */ .wQ)(comment, report, known));
    await withdraw(context, number, comment);
}
/** Removes the announcement of a comment from the issue. */
async function withdraw({ host, settings }, number, comment) {
    await host.edit(number, ({ body }) => {
        const cleared = (0,_issue_state_js__WEBPACK_IMPORTED_MODULE_3__/* .withoutComment */ .sp)((0,_issue_markers_js__WEBPACK_IMPORTED_MODULE_2__/* .normalizeLines */ .tZ)(body), settings.issueKey, comment.marker);
        return { change: cleared === null ? null : { body: cleared } };
    });
}
async function existing(context, logins) {
    const known = [];
    for (const login of logins) {
        if (await mayExist(context, login))
            known.push(login);
        else
            context.log.warning(`GitHub has no account of this login: ${login}. Check owner-logins.`);
    }
    return known;
}
/** If GitHub refuses the question, the account counts as existing: a mention needs no answer to it. */
async function mayExist({ host, log }, login) {
    try {
        return await host.hasAccount(login);
    }
    catch (error) {
        if (!(error instanceof _github_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y))
            throw error;
        log.info(`Whether GitHub has an account ${login} is not known: ${error.message}`);
        return true;
    }
}
function isPending(state, { marker }) {
    return state?.comment?.marker === marker;
}
async function readState({ host, settings }, number) {
    const { body, isOpen } = await host.issue(number);
    return { isOpen, state: (0,_issue_state_js__WEBPACK_IMPORTED_MODULE_3__/* .decodeState */ .UJ)((0,_issue_markers_js__WEBPACK_IMPORTED_MODULE_2__/* .ownBlock */ .UB)((0,_issue_markers_js__WEBPACK_IMPORTED_MODULE_2__/* .normalizeLines */ .tZ)(body), settings.issueKey), settings.issueKey) };
}


/***/ }),

/***/ 9648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I0: () => (/* binding */ findIssues),
/* harmony export */   Rz: () => (/* binding */ isClosedByAutomation),
/* harmony export */   _m: () => (/* binding */ isBy),
/* harmony export */   j8: () => (/* binding */ chooseIssue),
/* harmony export */   lN: () => (/* binding */ findAnywhere)
/* harmony export */ });
/* harmony import */ var _issue_markers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7284);

/** The most issues that are searched before each scan if the filters find nothing. */
const MAX_SEARCHED = 1000;
/** All issues of the key, by the label, or else among our own. */
async function findIssues(seeker) {
    const { host, settings, viewer } = seeker;
    const [label] = settings.labels;
    const labelled = label === undefined ? [] : await collectBy(viewer, host.issues({ label }));
    const erased = labelled.filter(({ body }) => body.trim() === '');
    const ours = issuesOfKey(labelled, settings.issueKey);
    if (ours.length > 0)
        return { ours, erased };
    // Somebody may have removed the label. Only our own issues are listed: a page or two.
    const own = await collectBy(viewer, host.issues({ creator: viewer }));
    if (own.length > 0)
        return { ours: issuesOfKey(own, settings.issueKey), erased };
    // The filter by creator has been seen to find nothing for apps.
    const some = await collectBy(viewer, takeFirst(host.issues({}), MAX_SEARCHED));
    return { ours: issuesOfKey(some, settings.issueKey), erased };
}
/** The last search before an issue is opened: through all issues. */
async function findAnywhere(seeker) {
    const own = await collectBy(seeker.viewer, seeker.host.issues({}));
    return chooseIssue(issuesOfKey(own, seeker.settings.issueKey));
}
/**
 * Whether an account wrote something. The login is compared in full: an account with the name of an app, but without its
 * suffix, is another account. On servers whose GraphQL leaves the suffix out, the REST API has to call it a bot.
 */
function isBy({ author }, viewer) {
    const written = author.login.toLowerCase();
    const login = viewer.toLowerCase();
    return written === login || (author.isBot && written === `${login}[bot]`);
}
function issuesOfKey(issues, issueKey) {
    const ours = issues.filter(({ body }) => (0,_issue_markers_js__WEBPACK_IMPORTED_MODULE_0__/* .hasKey */ .CJ)(body, issueKey));
    // An issue of another key, into which somebody pasted our text, is not a duplicate.
    const sole = ours.filter(({ body }) => !(0,_issue_markers_js__WEBPACK_IMPORTED_MODULE_0__/* .hasOtherKey */ .E2)(body, issueKey));
    return sole.length > 0 ? sole : ours;
}
async function collectBy(viewer, issues) {
    const own = [];
    for await (const issue of issues)
        if (isBy(issue, viewer))
            own.push(issue);
    return own;
}
async function* takeFirst(items, count) {
    let left = count;
    for await (const item of items) {
        yield item;
        left -= 1;
        if (left === 0)
            return;
    }
}
/** The oldest open one; if all are closed, the one that was closed last. */
function chooseIssue(issues) {
    const open = issues.filter(({ isOpen }) => isOpen).sort((a, b) => a.number - b.number);
    const closed = issues
        .filter(({ isOpen }) => !isOpen)
        .sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? '') || a.number - b.number);
    return open[0] ?? closed[0] ?? null;
}
const WORKFLOWS = 'github-actions[bot]';
/**
 * Whether an issue was closed by something that does not know its list: the token's own account, a workflow, or any bot
 * that closes it as not planned, as actions/stale does.
 */
function isClosedByAutomation({ isOpen, closedBy, stateReason }, viewer) {
    if (isOpen || closedBy === null)
        return false;
    return (isBy({ author: closedBy }, viewer) ||
        closedBy.login.toLowerCase() === WORKFLOWS ||
        (closedBy.isBot && stateReason === 'not_planned'));
}


/***/ })

};
