export const id = 764;
export const ids = [764];
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
 * GitHub's words as seen in its answers, of REST and GraphQL alike: it has no codes for them. Only the first one is
 * about a missing permission.
 */
const REFUSALS = [
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

/***/ 4764:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readTracker: () => (/* binding */ readTracker),
  writeTracker: () => (/* binding */ writeTracker)
});

// EXTERNAL MODULE: ./lib/github/failure.js + 1 modules
var failure = __webpack_require__(8336);
;// CONCATENATED MODULE: ./lib/github/retry.js

const TRIES = 4;
const FIRST_PAUSE_MS = 1000;
/** A run that waits longer for a rate limit is better run again. */
const LONGEST_PAUSE_MS = 5 * 60_000;
/**
 * Tries again what GitHub's trouble kept from being done. `work` begins anew each time, and looks first whether it is
 * done already, or whether people changed something meanwhile.
 *
 * @throws GitHubError after the last try, or where no other try would help
 */
async function insistOn(host, work) {
    for (let tries = 1;; tries += 1) {
        try {
            return await work();
        }
        catch (error) {
            const pauseMs = error instanceof failure/* GitHubError */.y ? pauseAfter(error, tries) : null;
            if (pauseMs === null || pauseMs > LONGEST_PAUSE_MS || tries === TRIES)
                throw error;
            await host.pause(pauseMs);
        }
    }
}
/** As long as GitHub asks for, else longer from try to try; null where waiting helps nothing. */
function pauseAfter(error, tries) {
    return error.retryAfterMs ?? (error.isAmbiguous ? FIRST_PAUSE_MS * tries ** 2 : null);
}

// EXTERNAL MODULE: ./lib/rooms/days.js
var days = __webpack_require__(517);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 13 modules
var schemas = __webpack_require__(5491);
;// CONCATENATED MODULE: ./lib/issue/state.js



/** Up to 9999-12-31: what is later is no date that can be written. */
const day = schemas/* int */.Whr().min(0).max(2_932_896);
const roomId = schemas/* union */.KCZ([schemas/* int */.Whr(), schemas/* string */.YjP().min(1)]);
const payload = schemas/* object */.Ikc({
    g: schemas/* int */.Whr().min(0),
    h: schemas/* string */.YjP(),
    /** Whether the abandoned rooms are known. */
    a: schemas/* boolean */.zMY(),
    /** Ids that are numbers, ascending, each as the distance to the one before; and their days. */
    i: schemas/* array */.YOg(schemas/* int */.Whr()),
    d: schemas/* array */.YOg(day),
    /** Ids that are texts. */
    t: schemas/* array */.YOg(schemas/* tuple */.PVZ([schemas/* string */.YjP().min(1), day])),
    n: schemas/* array */.YOg(roomId),
    k: schemas/* array */.YOg(schemas/* tuple */.PVZ([roomId, day])),
});
/** A state as it stands in a body. */
const STATE_BLOCK = /<!-- abandoned-rooms-state v1 ([0-9a-f]{16}) ([A-Za-z0-9+/=]+) -->/g;
/** Of a block that somebody made, not this action: what it unpacks to is bounded. */
const MAX_UNPACKED_BYTES = 8 * 1024 * 1024;
/**
 * The hidden block of a state: an HTML comment with a version and a checksum.
 *
 * @param issueKey part of the checksum, so that a block copied from another issue is not taken for this one's
 */
function encodeState(state, issueKey) {
    const abandoned = [...(state.abandoned ?? [])];
    const numbers = abandoned.filter(isNumbered).sort(([a], [b]) => a - b);
    const packed = (0,external_node_zlib_.deflateRawSync)(JSON.stringify({
        g: state.generation,
        h: state.setHash,
        a: state.abandoned !== null,
        i: numbers.map(([id], at) => id - (numbers[at - 1]?.[0] ?? 0)),
        d: numbers.map(([, since]) => since),
        t: abandoned.filter(isNamed),
        n: [...state.marked],
        k: [...state.kept],
    }), { level: 9 }).toString('base64');
    return `<!-- abandoned-rooms-state v1 ${checksum(packed, issueKey)} ${packed} -->`;
}
/**
 * Reads the state out of an issue's body.
 *
 * @returns null where there is none, or it is damaged, edited, or of another version: then nothing is known
 */
function decodeState(body, issueKey) {
    const blocks = [...body.matchAll(STATE_BLOCK)];
    const [, sum = '', packed = ''] = blocks[0] ?? [];
    if (blocks.length !== 1 || checksum(packed, issueKey) !== sum)
        return null;
    try {
        const json = JSON.parse((0,external_node_zlib_.inflateRawSync)(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8'));
        const { g, h, a, i, d, t, n, k } = payload.parse(json);
        if (i.length !== d.length)
            return null;
        const abandoned = new Map();
        let id = 0;
        i.forEach((distance, at) => {
            id += distance;
            abandoned.set(id, d[at] ?? 0);
        });
        for (const [text, since] of t)
            abandoned.set(text, since);
        return {
            generation: g,
            setHash: h,
            abandoned: a ? abandoned : null,
            marked: new Set(n),
            kept: new Map(k),
        };
    }
    catch {
        // Made to pass the checksum, and still no state: somebody tried.
        return null;
    }
}
/** The same for the same set of rooms, in whatever order. */
function hashSet(ids) {
    return shortHash([...ids]
        .map((id) => JSON.stringify(id))
        .sort()
        .join('\n'));
}
/** Sixteen hexadecimal digits. */
function shortHash(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex').slice(0, 16);
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

;// CONCATENATED MODULE: ./lib/issue/markers.js


/** What is hidden in an issue's body, and how it is read again: the key, the borders of the list, the boxes. */
/**
 * The most characters of an issue's body. GitHub refuses more than 65,536; how it counts is not documented, and
 * UTF-16 units, as JavaScript counts, are never fewer than characters.
 */
const BODY_LIMIT = 65_000;
/** Room for what is neither a room, nor state, nor a person's text. */
const HEADINGS = 3000;
/** The most characters that people may write around the list. */
const AROUND_LIMIT = BODY_LIMIT - 2 * HEADINGS;
const KEY_START = '<!-- abandoned-rooms-key ';
const BEGIN = '<!-- abandoned-rooms-begin -->';
const END = '<!-- abandoned-rooms-end -->';
/** Where a block of any key begins. */
const HEAD = new RegExp(`${BEGIN}\n${KEY_START}(\\S+) -->`, 'g');
// Behind the marker of its room, a line may have a person's note.
const ITEM = /^- \[([ xX])\] .* <!-- room (\S+?)(?: until (\d{4}-\d{2}-\d{2}))? -->/;
/** The hidden marker by which an issue is known as the one of this key. */
function keyMarker(issueKey) {
    return `${KEY_START}${encodeHidden(issueKey)} -->`;
}
/** Whether a body belongs to the issue of this key. */
function hasKey(body, issueKey) {
    return blockOf(normalizeLines(body), issueKey) !== null;
}
/** Whether a body also holds the block of another key, as after somebody pasted one issue's text into another. */
function hasOtherKey(body, issueKey) {
    const own = encodeHidden(issueKey);
    return normalizeLines(body)
        .matchAll(HEAD)
        .some(([, key]) => key !== own);
}
/** Browsers send CRLF line ends; what is compared and read has LF alone. */
function normalizeLines(body) {
    return body.replaceAll('\r\n', '\n');
}
/** The part of a body that this action wrote: what people write around it is not read. */
function ownBlock(body, issueKey) {
    const block = blockOf(body, issueKey);
    return block === null ? '' : body.slice(block.begin, block.end);
}
/**
 * What stands before and after the block of this action, where people may write. Copies of a block are cut out of it.
 * Where there is no block any more, all of it is people's text.
 */
function textAround(body, issueKey) {
    const block = blockOf(body, issueKey);
    if (block === null) {
        const text = withoutBlocks(body).trimEnd();
        return { before: text === '' ? '' : `${text}\n\n`, after: '' };
    }
    return { before: withoutBlocks(body.slice(0, block.begin)), after: withoutBlocks(body.slice(block.end)) };
}
/**
 * Where the block of a key lies. People may have deleted one of its borders: then the key, or a state whose checksum
 * holds the key, tells where it begins, and the state, which is its last line, where it ends.
 */
function blockOf(body, issueKey) {
    const begin = beginOf(body, issueKey);
    if (begin < 0)
        return null;
    const end = body.indexOf(END, begin);
    if (end >= 0)
        return { begin, end: end + END.length };
    const [state] = body.slice(begin).matchAll(STATE_BLOCK);
    return { begin, end: state === undefined ? body.length : begin + state.index + state[0].length };
}
function beginOf(body, issueKey) {
    const head = body.indexOf(`${BEGIN}\n${keyMarker(issueKey)}`);
    if (head >= 0)
        return head;
    const begin = body.indexOf(BEGIN);
    // A marker that somebody quotes beside a whole block says nothing.
    if (begin < 0)
        return body.indexOf(keyMarker(issueKey));
    if (body.includes(KEY_START))
        return -1;
    return decodeState(body.slice(begin), issueKey) === null ? -1 : begin;
}
function withoutBlocks(text) {
    return text
        .replace(/<!-- abandoned-rooms-begin -->[\s\S]*?<!-- abandoned-rooms-end -->/g, '')
        .replace(/<!-- abandoned-rooms-[^>]*-->/g, '');
}
/** Reads the boxes of all rooms out of a body. */
function readBoxes(body, issueKey) {
    const boxes = new Map();
    for (const line of ownBlock(body, issueKey).split('\n')) {
        const [, tick, hiddenId, until] = ITEM.exec(line) ?? [];
        const id = hiddenId === undefined ? null : decodeId(hiddenId);
        if (id === null || boxes.has(id))
            continue;
        boxes.set(id, { isTicked: tick !== ' ', until: until === undefined ? null : (0,days/* parseDay */.Iq)(until) });
    }
    return boxes;
}
/** Whether two bodies are the same but for line ends and spaces at the very end, which browsers change. */
function hasSameLines(one, other) {
    return normalizeLines(one).trimEnd() === normalizeLines(other).trimEnd();
}
/** The end of a room's item, by which its box is found again. */
function itemMarker(id, until) {
    return `<!-- room ${encodeId(id)}${until === null ? '' : ` until ${until}`} -->`;
}
function encodeId(id) {
    return encodeHidden(JSON.stringify(id));
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
/** Text within an HTML comment: no spaces, no hyphens that could end it. */
function encodeHidden(text) {
    return encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D');
}

// EXTERNAL MODULE: ./lib/report/figures.js
var figures = __webpack_require__(819);
// EXTERNAL MODULE: ./lib/report/text/markdown.js
var markdown = __webpack_require__(5235);
// EXTERNAL MODULE: ./lib/rooms/compare-runs.js
var compare_runs = __webpack_require__(6430);
// EXTERNAL MODULE: ./lib/shared/errors.js
var errors = __webpack_require__(2730);
// EXTERNAL MODULE: ./node_modules/pretty-bytes/index.js
var pretty_bytes = __webpack_require__(5901);
// EXTERNAL MODULE: ./lib/report/entries.js + 1 modules
var entries = __webpack_require__(8357);
;// CONCATENATED MODULE: ./lib/issue/body.js






/** A larger state would leave too little for people. */
const STATE_LIMIT = 40_000;
/**
 * Writes a body: the same content gives the same text, so that nothing is written when nothing changed. Dates, not
 * ages. Cut at whole rooms where it would be too long; the state shrinks first to what is kept, then to nothing.
 */
function renderBody(whole) {
    const { state, block: stateBlock } = fittingState(whole);
    // What the state does not remember is not shown either: the next run could not show it again.
    const content = { ...whole, state };
    const { abandoned, kept, around, keepDays, issueKey, portal } = content;
    const notes = content.notes.map((note) => `\n> ⚠️ ${(0,markdown/* markdownText */.p7)(note)}`);
    const head = [BEGIN, keyMarker(issueKey), '', headline(content), ...notes];
    const foot = [
        '',
        `<sub>Kept up to date by the abandoned-rooms action for ${(0,markdown/* markdownText */.p7)(portal)}. Text above and below this list stays; the list itself is written anew.</sub>`,
        ...(stateBlock === '' ? [] : [stateBlock]),
        END,
    ];
    const fixed = lengthOf([around.before, ...head, ...foot, around.after]);
    // Room for the headings and the notes on what was cut.
    let left = BODY_LIMIT - fixed - 600;
    const take = (lines, most) => {
        const taken = [];
        let budget = most;
        for (const line of lines) {
            if (line.length + 1 > budget)
                break;
            budget -= line.length + 1;
            left -= line.length + 1;
            taken.push(line);
        }
        return taken;
    };
    const abandonedItems = abandoned.map((room) => abandonedItem(room, content));
    const keptItems = kept.map(({ room, until }) => keptItem(room, until, content));
    // What is abandoned goes first; a quarter is for what is kept, or can be unticked nowhere.
    const keptBudget = Math.max(left / 4, left - lengthOf(abandonedItems));
    const keptLines = take(keptItems, keptBudget);
    const abandonedLines = take(abandonedItems, left);
    const sections = [
        ...section('Abandoned', abandonedLines, abandoned.length),
        ...(keepDays === 0 ? [] : section('Kept', keptLines, kept.length)),
    ];
    return `${around.before}${[...head, ...sections, ...foot].join('\n')}${around.after}`;
}
/** Characters of lines, each with its end. */
function lengthOf(lines) {
    return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
function headline({ abandoned, inDoubt, inactiveDays, isSpaceAtLeast, keepDays, reclaimableBytes, }) {
    if (abandoned.length === 0) {
        return inDoubt === 0
            ? '**No room is abandoned.**'
            : `**No room is known to be abandoned**, but ${inDoubt} that ${inDoubt === 1 ? 'was' : 'were'} cannot be looked into at present.`;
    }
    const isOne = abandoned.length === 1;
    const rooms = isOne ? '1 room has' : `${abandoned.length} rooms have`;
    const space = reclaimableBytes === null
        ? ''
        : `, and ${isOne ? 'uses' : 'use'} ${isSpaceAtLeast ? 'at least ' : ''}${(0,pretty_bytes/* default */.A)(reclaimableBytes)}`;
    const tick = keepDays === 0
        ? ''
        : ` Tick a room to keep it for ${keepDays} days: it is exempt from the next run on, and is listed again after that.`;
    return `**${rooms} had no activity for ${inactiveDays} days or longer**${space}.${tick}`;
}
function section(title, lines, of) {
    if (of === 0)
        return [];
    const cut = lines.length === of
        ? []
        : [
            '',
            `Showing ${lines.length} of ${of}. The full list is in the summary and the report files of the workflow run.`,
        ];
    return ['', `### ${title} (${of})`, '', ...lines, ...cut];
}
function abandonedItem(room, { keepDays, state, changedBoxes, showsEvidence }) {
    const facts = [
        room.type === null ? null : (0,markdown/* markdownText */.p7)(room.type),
        room.owner === null ? null : (0,markdown/* markdownText */.p7)(room.owner),
        activityFact(room),
        room.usedSpace === null ? null : (0,pretty_bytes/* default */.A)(room.usedSpace),
        showsEvidence ? `evidence: ${room.evidence}` : null,
        state.marked.has(room.id) ? '**new**' : null,
    ];
    const text = `${(0,markdown/* roomLink */.qb)(room)} — ${facts.filter((fact) => fact !== null).join(' · ')}`;
    if (keepDays === 0)
        return `- ${text}`;
    return `- ${box(changedBoxes.get(room.id) ?? false)} ${text} ${itemMarker(room.id, null)}`;
}
function activityFact(room) {
    const activity = (0,entries/* describeActivity */.lU)(room);
    if (activity === null)
        return 'no activity date';
    return `last activity${room.lastActivity === null ? ':' : ''} ${(0,markdown/* markdownText */.p7)(activity)}`;
}
function keptItem(room, until, { changedBoxes }) {
    const day = (0,days/* formatDay */.im)(until);
    return `- ${box(changedBoxes.get(room.id) ?? true)} ${(0,markdown/* roomLink */.qb)(room)} — kept until ${day} ${itemMarker(room.id, day)}`;
}
function box(isTicked) {
    return isTicked ? '[x]' : '[ ]';
}
/** The whole state, or what is kept alone, or nothing, whichever fits beside what people wrote. */
function fittingState({ state, issueKey, around }) {
    const limit = Math.min(STATE_LIMIT, BODY_LIMIT - around.before.length - around.after.length - HEADINGS);
    const keptAlone = { ...state, abandoned: null, marked: new Set() };
    const fitting = [state, keptAlone]
        .map((one) => ({ state: one, block: encodeState(one, issueKey) }))
        .find(({ block }) => block.length <= limit);
    return fitting ?? { state: keptAlone, block: '' };
}

;// CONCATENATED MODULE: ./lib/issue/plan.js







/** A comment names so many rooms; the others are a number. */
const NAMED_IN_COMMENT = 20;
/** Of GitHub's 65,536, for the names in a comment. */
const COMMENT_NAMES_LIMIT = 60_000;
/**
 * Decides what to do with the tracking issue. Pure.
 *
 * @throws ActionError where people left no room for a list
 */
function planIssue(options) {
    const { report, current } = options;
    if (current === null) {
        if (report.abandoned.length === 0)
            return { action: 'none', body: null, isOpen: false, comment: null };
        const body = render(options, nextState(options, null), new Map());
        return { action: 'created', body, isOpen: true, comment: null };
    }
    const body = normalizeLines(current.body);
    const state = decodeState(ownBlock(body, options.issueKey), options.issueKey);
    const boxes = readBoxes(body, options.issueKey);
    const next = nextState(options, state);
    const listed = next.abandoned?.size ?? 0;
    const isOpen = decideOpen(current.isOpen, listed, state?.setHash ?? hashListed(boxes), next);
    // A person closed it while these very rooms were listed: it stays as it is.
    const isLeftAlone = !isOpen && listed > 0;
    const changedBoxes = boxChanges(options.boxesAtStart, boxes);
    const same = render(options, next, changedBoxes);
    if (isOpen === current.isOpen && (isLeftAlone || hasSameLines(same, body))) {
        return { action: 'unchanged', body: null, isOpen, comment: null };
    }
    const action = isOpen === current.isOpen ? 'updated' : isOpen ? 'reopened' : 'closed';
    return {
        action,
        body: render(options, { ...next, generation: next.generation + 1 }, changedBoxes),
        isOpen,
        comment: decideComment(options, action, state),
    };
}
/**
 * Whether the issue should be open. A person's hand is respected in both directions, until the set of abandoned rooms
 * changes.
 *
 * @param setHash of the rooms that were abandoned when it was last written
 */
function decideOpen(isOpen, listed, setHash, next) {
    if (listed > 0)
        return isOpen || setHash !== next.setHash;
    return isOpen && setHash === hashSet([]);
}
/** What the list itself tells where the state is lost: its abandoned rooms; null where it shows no boxes. */
function hashListed(boxes) {
    const listed = [...boxes].filter(([, { until }]) => until === null).map(([id]) => id);
    return listed.length === 0 ? null : hashSet(listed);
}
/** Rooms that were looked into, and of which nothing is known all the same. */
function inDoubt(report) {
    return report.unknown.filter(figures/* isUncertain */.cp).map(({ id }) => id);
}
/** What changed against the state; null where it does not tell. */
function deltaTo(state, report) {
    if (state === null || state.abandoned === null)
        return null;
    const abandoned = new Set(report.abandoned.map(({ id }) => id));
    return (0,compare_runs/* compareRuns */.q)(new Set(state.abandoned.keys()), abandoned, new Set(inDoubt(report)));
}
/** The state to be remembered; with the generation of the one before. */
function nextState(options, state) {
    const { report, today } = options;
    // A room that was abandoned and cannot be looked into now has not recovered.
    const unsettled = inDoubt(report).filter((id) => state?.abandoned?.has(id) === true);
    const ids = new Set([...report.abandoned.map(({ id }) => id), ...unsettled]);
    const setHash = hashSet(ids);
    return {
        generation: state?.generation ?? 0,
        abandoned: new Map([...ids].map((id) => [id, state?.abandoned?.get(id) ?? today])),
        setHash,
        // The marks stay until the set changes again: taking them off for their own sake would be an edit.
        marked: state?.setHash === setHash ? state.marked : (deltaTo(state, report)?.new ?? new Set()),
        kept: options.kept,
    };
}
function render(options, state, changedBoxes) {
    const { report, current, issueKey, keepDays } = options;
    return renderBody({
        issueKey,
        portal: report.portal,
        inactiveDays: report.policy.inactiveDays,
        keepDays,
        abandoned: report.abandoned,
        kept: report.exempt.flatMap((room) => {
            const until = state.kept.get(room.id);
            return until === undefined ? [] : [{ room, until }];
        }),
        reclaimableBytes: report.reclaimableBytes,
        isSpaceAtLeast: report.spaceUnknown > 0,
        showsEvidence: report.evidenceCheck !== null,
        notes: report.notes,
        inDoubt: (state.abandoned?.size ?? 0) - report.abandoned.length,
        state,
        changedBoxes,
        around: current === null ? { before: '', after: '' } : keptText(current, issueKey),
    });
}
function keptText({ body }, issueKey) {
    const around = textAround(normalizeLines(body), issueKey);
    if (around.before.length + around.after.length <= AROUND_LIMIT)
        return around;
    throw new errors/* ActionError */.lZ(`The tracking issue has no room for the list: people wrote more than ${AROUND_LIMIT} characters around it. Shorten their text.`);
}
/** Boxes that were ticked or unticked while the run was under way, and how they are now. */
function boxChanges(atStart, now) {
    const changes = new Map();
    for (const [id, { isTicked }] of now) {
        if ((atStart.get(id)?.isTicked ?? false) !== isTicked)
            changes.set(id, isTicked);
    }
    return changes;
}
function decideComment({ report, commentsOnNew, issueKey, today }, action, state) {
    // What the issue remembered before tells this comment from every other one. Where that is lost, the day does.
    const before = state === null ? String(today) : encodeState(state, issueKey);
    if (action === 'closed') {
        const marker = commentMarker(action, before, []);
        const text = 'No room is abandoned any more, so this is closed. It is opened again if one is.';
        return { marker, text: `${text}\n${marker}` };
    }
    const added = deltaTo(state, report)?.new ?? new Set();
    if (!commentsOnNew || added.size === 0)
        return null;
    const marker = commentMarker(action, before, added);
    const rooms = report.abandoned.filter(({ id }) => added.has(id));
    const named = namesThatFit(rooms.slice(0, NAMED_IN_COMMENT).map((room) => `- ${(0,markdown/* roomLink */.qb)(room)}`));
    const more = rooms.length > named.length ? [`- and ${rooms.length - named.length} more`] : [];
    const title = rooms.length === 1 ? '1 room became abandoned' : `${rooms.length} rooms became abandoned`;
    return { marker, text: [`**${title} since the last run:**`, '', ...named, ...more, '', marker].join('\n') };
}
function commentMarker(action, before, added) {
    return `<!-- abandoned-rooms-comment ${shortHash(`${action}\n${before}\n${hashSet(added)}`)} -->`;
}
function namesThatFit(lines) {
    let left = COMMENT_NAMES_LIMIT;
    const fitting = [];
    for (const line of lines) {
        left -= line.length + 1;
        if (left < 0)
            break;
        fitting.push(line);
    }
    return fitting;
}

;// CONCATENATED MODULE: ./lib/issue/ticks.js
/**
 * Which rooms are kept at a run, and through which day.
 *
 * A box that was ticked since the last run keeps its room for `keepDays` from today on. Taking the tick off ends it;
 * so does the time. A kept room that the body has no box for (it was cut) stays kept.
 *
 * @param state null where it is not known: then the boxes alone count
 * @param keepDays 0: nothing is kept
 */
function keptRooms(state, boxes, today, keepDays) {
    const kept = new Map();
    // Neither a date in the body nor a forged state keeps a room longer than a tick does.
    const latest = today + keepDays;
    if (keepDays === 0)
        return kept;
    for (const [id, until] of state?.kept ?? []) {
        if (until >= today && boxes.get(id)?.isTicked !== false)
            kept.set(id, Math.min(until, latest));
    }
    for (const [id, { isTicked, until }] of boxes) {
        // A date in the body is for the case that the state is lost.
        const known = state?.kept.get(id) ?? until;
        if (!isTicked || kept.has(id) || (known !== null && known < today))
            continue;
        kept.set(id, Math.min(known ?? latest, latest));
    }
    return kept;
}

;// CONCATENATED MODULE: ./lib/tracking/find.js

/** So many issues are looked through, where the filters find nothing, before each scan. */
const MOST_LOOKED_THROUGH = 1000;
/** All issues of the key, by the label or else among our own. */
async function findIssues(seeker) {
    const { host, settings, viewer } = seeker;
    const [label] = settings.labels;
    const labelled = label === undefined ? [] : await collectOurs(seeker, host.issues({ label }));
    if (labelled.length > 0)
        return labelled;
    // Somebody may have taken the label off. Only our own issues are listed, so that this stays a page or two.
    let byCreator = 0;
    const ours = await collectOurs(seeker, counted(host.issues({ creator: viewer }), () => {
        byCreator += 1;
    }));
    if (byCreator > 0)
        return ours;
    // The filter by creator has been seen to find nothing for apps.
    return collectOurs(seeker, take(host.issues({}), MOST_LOOKED_THROUGH));
}
/** The last look before an issue is opened: through all issues. */
async function findAnywhere(seeker) {
    return chooseIssue(await collectOurs(seeker, seeker.host.issues({})));
}
/**
 * The login is compared in full: an account with the name of an app, but without its suffix, is somebody else. For
 * servers on which GraphQL leaves the suffix out, the REST API's own word that the author is an app is needed.
 */
function isBy({ author }, viewer) {
    const written = author.login.toLowerCase();
    const login = viewer.toLowerCase();
    return written === login || (author.isBot && written === `${login}[bot]`);
}
async function collectOurs({ settings: { issueKey }, viewer }, issues) {
    const ours = await collect(issues, (issue) => isBy(issue, viewer) && hasKey(issue.body, issueKey));
    // The text of another key's issue, pasted into this one, makes it nobody's duplicate.
    const sole = ours.filter(({ body }) => !hasOtherKey(body, issueKey));
    return sole.length > 0 ? sole : ours;
}
/** The items that are wanted, of a list that comes in pages. */
async function collect(items, isWanted) {
    const wanted = [];
    for await (const item of items)
        if (isWanted(item))
            wanted.push(item);
    return wanted;
}
async function* counted(items, onItem) {
    for await (const item of items) {
        onItem();
        yield item;
    }
}
async function* take(items, most) {
    let left = most;
    for await (const item of items) {
        yield item;
        left -= 1;
        if (left === 0)
            return;
    }
}
/** The oldest open one; where all are closed, the one that was closed last. */
function chooseIssue(ours) {
    const open = ours.filter(({ isOpen }) => isOpen).sort((a, b) => a.number - b.number);
    const closed = ours
        .filter(({ isOpen }) => !isOpen)
        .sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? '') || a.number - b.number);
    return open[0] ?? closed[0] ?? null;
}

;// CONCATENATED MODULE: ./lib/tracking/comment.js



/**
 * Comments, unless a run that was stopped half-way, or whose answer was lost, did so already. A conversation that
 * people have locked goes on without: the issue itself can still be edited.
 */
async function commentOnce({ host, viewer, log }, number, { text, marker }) {
    await insistOn(host, async () => {
        const made = await collect(host.comments(number), (one) => isBy(one, viewer) && one.body.includes(marker));
        if (made.length > 0)
            return;
        try {
            await host.comment(number, text);
        }
        catch (error) {
            if (!(error instanceof failure/* GitHubError */.y) || !error.isLocked)
                throw error;
            log.warning(error.message);
        }
    });
}

;// CONCATENATED MODULE: ./lib/tracking/open.js





/** Opening the tracking issue, once. */
/** Opens the issue, with its labels and assignees; where another run was as quick, the older one stays. */
async function openIssue(tracker, { action, body }) {
    const { settings } = tracker;
    if (body === null)
        return { action, number: null, url: null };
    await makeLabels(tracker);
    const assignees = await assignable(tracker);
    const created = await createOnce(tracker, {
        title: settings.title,
        body,
        labels: settings.labels,
        assignees,
    });
    // Another run may have been as quick: the older issue stays. Only the younger one's run acts, so that it is done once.
    const older = (await findIssues(tracker)).filter((issue) => issue.isOpen && issue.number < created.number);
    const first = chooseIssue(older);
    if (first === null)
        return { action, number: created.number, url: created.url };
    await retire(tracker, created, first);
    return { action: 'unchanged', number: first.number, url: first.url };
}
/** Opens the issue. Where the answer is lost, it is looked for before it is opened again. */
async function createOnce(tracker, issue) {
    let isFirst = true;
    return insistOn(tracker.host, async () => {
        const found = isFirst ? null : chooseIssue(await findIssues(tracker));
        isFirst = false;
        return found ?? tracker.host.create(issue);
    });
}
/**
 * Closes an issue in favour of another one, and takes the list out of it, so that it is never found again. What people
 * wrote around the list stays.
 */
async function retire(tracker, duplicate, kept) {
    const { host, settings } = tracker;
    const text = `Closed in favour of #${kept.number}.`;
    await commentOnce(tracker, duplicate.number, { text, marker: text });
    await insistOn(host, async () => {
        await host.untilWritable();
        const { body } = await host.issue(duplicate.number);
        const { before, after } = textAround(normalizeLines(body), settings.issueKey);
        const pointer = `This was opened by a run that raced with another one. The tracking issue is #${kept.number}.`;
        await host.update(duplicate.number, { body: `${before}${pointer}${after}`, isOpen: false });
    });
}
async function makeLabels({ host, settings, log }) {
    for (const label of settings.labels) {
        try {
            if (!(await host.hasLabel(label)))
                await host.createLabel(label);
        }
        catch (error) {
            // Made in the meantime, or not to be made: opening the issue makes it, or says what is wrong.
            if (!(error instanceof failure/* GitHubError */.y) || error.isAmbiguous)
                throw error;
            if (error.status !== 422)
                log.warning(`A label of issue-labels could not be made. ${error.message}`);
        }
    }
}
async function assignable({ host, settings, log }) {
    const may = [];
    for (const login of settings.assignees) {
        if (await host.mayBeAssigned(login))
            may.push(login);
        else
            log.warning(`An account of issue-assignees may not be assigned to issues of this repository, and is left out: ${login}.`);
    }
    return may;
}

;// CONCATENATED MODULE: ./lib/tracking/tracker.js










/**
 * Finds the issue and reads what it remembers. Ours is an issue that the token's own account opened and whose body
 * holds the marker of the key: neither a title nor a stranger's marker makes one.
 */
async function readTracker(tracker, now) {
    const { issueKey, keepDays } = tracker.settings;
    const ours = await findIssues(tracker);
    const issue = chooseIssue(ours);
    const duplicates = ours.filter((one) => one.isOpen && one !== issue && !hasOtherKey(one.body, issueKey));
    const body = normalizeLines(issue?.body ?? '');
    const state = issue === null ? null : decodeState(ownBlock(body, issueKey), issueKey);
    const boxes = readBoxes(body, issueKey);
    // A tick in an issue that is about to be closed as a duplicate counts as well.
    const ticked = duplicates
        .flatMap((one) => [...readBoxes(normalizeLines(one.body), issueKey)])
        .filter(([, box]) => box.isTicked);
    return {
        issue,
        duplicates,
        boxes,
        previous: state?.abandoned == null ? null : new Set(state.abandoned.keys()),
        unknownBecause: whyUnknown(issue, state),
        kept: keptRooms(state, new Map([...boxes, ...ticked]), (0,days/* dayOf */.kb)(now), keepDays),
    };
}
function whyUnknown(issue, state) {
    if (issue === null)
        return 'there is no tracking issue yet';
    if (state === null)
        return 'the hidden state of the issue was damaged or edited';
    return 'there are too many rooms for the issue to remember';
}
/**
 * Brings the issue to what the report says: opened, edited, closed, reopened, or left alone.
 *
 * @throws GitHubError
 */
async function writeTracker(tracker, reading, report, now) {
    const { settings } = tracker;
    const plan = (current) => planIssue({
        report,
        current,
        boxesAtStart: reading.boxes,
        kept: reading.kept,
        issueKey: settings.issueKey,
        keepDays: settings.keepDays,
        commentsOnNew: settings.commentsOnNew,
        today: (0,days/* dayOf */.kb)(now),
    });
    const isWanted = reading.issue === null && plan(null).action === 'created';
    const issue = isWanted ? await findAnywhere(tracker) : reading.issue;
    if (settings.isDryRun)
        return tellPlan(tracker, reading, issue, plan(issue));
    if (issue === null)
        return openIssue(tracker, plan(null));
    const tracked = await editIssue(tracker, issue.number, plan);
    // Only now: their ticks stand in the issue that stays.
    for (const duplicate of reading.duplicates)
        await retire(tracker, duplicate, issue);
    return tracked;
}
/** Says what a run that is not dry would do. */
function tellPlan({ log }, { duplicates }, issue, { action, comment }) {
    const done = action === 'none' ? 'left alone' : action;
    const commented = comment === null ? '' : ', with a comment';
    log.info(`Dry run: the tracking issue ${describe(issue)} would be ${done}${commented}.`);
    for (const { number } of duplicates)
        log.info(`Dry run: issue #${number} would be closed as a duplicate.`);
    return { action: 'none', number: issue?.number ?? null, url: issue?.url ?? null };
}
function describe(issue) {
    return issue === null ? '(none yet)' : `#${issue.number}`;
}
/**
 * Edits the issue. It is read again right before each try to write it, since people tick boxes, write, and close it at
 * any time; a comment takes seconds, so that it comes before that.
 */
async function editIssue(tracker, number, plan) {
    const { host } = tracker;
    const before = await host.issue(number);
    const { action, body, isOpen, comment } = plan(before);
    const tracked = { action, number, url: before.url };
    if (body === null)
        return tracked;
    if (comment !== null)
        await commentOnce(tracker, number, comment);
    const change = isOpen === before.isOpen ? {} : { isOpen };
    await insistOn(host, async () => {
        await host.untilWritable();
        // What a person did to its state in between stands.
        const current = { ...(await host.issue(number)), isOpen: before.isOpen };
        const fresh = plan(current);
        if (fresh.body !== null)
            await update(host, number, { body: fresh.body, ...change });
    });
    return tracked;
}
async function update(host, number, change) {
    const updated = await host.update(number, change);
    // GitHub has been seen to answer an edit that it does not take with success and the old body.
    if (!hasSameLines(updated.body, change.body)) {
        throw new errors/* ActionError */.lZ(`GitHub did not take the new text of issue #${number}. Run the workflow again; if it stays so, please report this.`);
    }
}


/***/ })

};
