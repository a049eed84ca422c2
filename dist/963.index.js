export const id = 963;
export const ids = [963];
export const modules = {

/***/ 6963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectTracker: () => (/* binding */ connectTracker)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(1843);
// EXTERNAL MODULE: ./lib/shared/errors.js
var errors = __webpack_require__(2730);
// EXTERNAL MODULE: ./lib/shared/text.js
var shared_text = __webpack_require__(6422);
// EXTERNAL MODULE: ./lib/github/failure.js + 1 modules
var failure = __webpack_require__(9279);
// EXTERNAL MODULE: ./lib/github/retry.js
var retry = __webpack_require__(3661);
;// CONCATENATED MODULE: ./lib/github/schema.js

/** GitHub's answers, validated: an answer that is cut must not be taken for an empty one. */
/** An app, whose login ends like this. Some servers leave the type out. */
const APP = /\[bot\]$/i;
const account = schemas/* object */.Ikc({ login: schemas/* string */.YjP(), type: schemas/* string */.YjP().optional() })
    .transform(({ login, type }) => ({ login, isBot: type === 'Bot' || APP.test(login) }));
/** Null for an account that was deleted. */
const author = account.nullish().transform((user) => user ?? { login: '', isBot: false });
/** An issue or a pull request of the REST API ("Issues" in GitHub's REST reference). */
const wireIssue = schemas/* object */.Ikc({
    number: schemas/* int */.Whr().min(1),
    html_url: schemas/* string */.YjP(),
    state: schemas/* enum */.k5n(['open', 'closed']),
    state_reason: schemas/* string */.YjP().nullish(),
    body: schemas/* string */.YjP().nullish(),
    locked: schemas/* boolean */.zMY().optional(),
    closed_at: schemas/* string */.YjP().nullish(),
    closed_by: account.nullish(),
    user: author,
    pull_request: schemas/* unknown */.L5J().optional(),
})
    .transform((issue) => ({
    number: issue.number,
    url: issue.html_url,
    isOpen: issue.state === 'open',
    stateReason: issue.state_reason ?? null,
    body: issue.body ?? '',
    isLocked: issue.locked ?? false,
    closedAt: issue.closed_at ?? null,
    closedBy: issue.closed_by ?? null,
    author: issue.user,
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
}));
/** A comment on an issue. */
const wireComment = schemas/* object */.Ikc({ body: schemas/* string */.YjP().nullish(), user: author })
    .transform(({ body, user }) => ({ body: body ?? '', author: user }));
/** The login of the token's own account, from GraphQL. */
const wireViewer = schemas/* object */.Ikc({ viewer: schemas/* object */.Ikc({ login: schemas/* string */.YjP().min(1) }) })
    .transform(({ viewer }) => viewer.login);

;// CONCATENATED MODULE: ./lib/github/client.js






const LABEL_COLOR = 'd4a72c';
/** GitHub Docs, "Best practices for using the REST API": at least a second between two requests that write. */
const BETWEEN_WRITES_MS = 1000;
/** The issues of `owner/name`. */
function issueHost(octokit, repository, pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))) {
    const [owner = '', repo = ''] = repository.split('/');
    const here = { owner, repo };
    const { rest } = octokit;
    const { read, exists, list, write, untilWritable } = requestsTo(octokit, repository, pause);
    const issue = (number) => read(`read issue #${number}`, async () => wireIssue.parse((await rest.issues.get({ ...here, issue_number: number })).data));
    const comments = (number) => list(`read the comments of issue #${number}`, wireComment, `/repos/{owner}/{repo}/issues/${number}/comments`, here);
    return {
        pause,
        untilWritable,
        issue,
        viewer: () => 
        // GitHub counts every call of GraphQL as a write.
        write('tell whose token this is', async () => {
            return wireViewer.parse(await octokit.graphql('{ viewer { login } }'));
        }),
        async *issues({ label, creator }) {
            const query = {
                ...here,
                state: 'all',
                sort: 'created',
                direction: 'asc',
                ...(label === undefined ? {} : { labels: label }),
                ...(creator === undefined ? {} : { creator }),
            };
            const items = list('list the issues', wireIssue, '/repos/{owner}/{repo}/issues', query);
            for await (const item of items)
                if (!item.isPullRequest)
                    yield item;
        },
        create: ({ title, body, labels, assignees }, findMade) => write('open the tracking issue', async () => {
            const fields = { title, body, labels: [...labels], assignees: [...assignees] };
            return wireIssue.parse((await rest.issues.create({ ...here, ...fields })).data);
        }, findMade),
        async edit(number, decide) {
            const look = async () => {
                await untilWritable();
                const current = await issue(number);
                return { decision: decide(current), issue: current };
            };
            let latest = await look();
            if (latest.decision.change === null)
                return latest;
            const update = async () => {
                const { decision } = latest;
                const { body = '', isOpen } = decision.change ?? {};
                const state = isOpen === undefined ? {} : { state: isOpen ? 'open' : 'closed' };
                const { data } = await rest.issues.update({ ...here, issue_number: number, body, ...state });
                const updated = wireIssue.parse(data);
                refuseOldText(number, body, updated);
                return { decision, issue: updated };
            };
            return write(`edit issue #${number}`, update, async () => {
                const again = await look();
                // Nothing is left to write: the change took effect, although no good answer came.
                if (again.decision.change === null)
                    return { decision: latest.decision, issue: again.issue };
                latest = again;
                return null;
            });
        },
        async comment(number, body, isMade) {
            const isThere = async () => {
                await untilWritable();
                for await (const comment of comments(number))
                    if (isMade(comment))
                        return true;
                return false;
            };
            if (await isThere())
                return;
            await write(`comment on issue #${number}`, async () => {
                await rest.issues.createComment({ ...here, issue_number: number, body });
                return true;
            }, async () => ((await isThere()) ? true : null));
        },
        hasLabel: (name) => exists('read the label', () => rest.issues.getLabel({ ...here, name })),
        createLabel: (name) => 
        // A label that exists already is refused, so it is safe to send this again.
        write('make the label', async () => {
            await rest.issues.createLabel({ ...here, name, color: LABEL_COLOR });
        }),
        mayBeAssigned: (login) => exists('ask who may be assigned', () => rest.issues.checkUserCanBeAssigned({ ...here, assignee: login })),
        hasAccount: (login) => exists('ask for an account', () => rest.users.getByUsername({ username: login })),
    };
}
/**
 * One repository's requests: errors explained, failures retried, writes a second apart. `what` completes "GitHub could
 * not …" in an error.
 */
function requestsTo(octokit, repository, pause) {
    let lastWriteMs = Number.NEGATIVE_INFINITY;
    const untilWritable = () => pause(Math.max(0, lastWriteMs + BETWEEN_WRITES_MS - performance.now()));
    const attempt = async (what, request) => {
        try {
            return await request();
        }
        catch (error) {
            throw error instanceof errors/* ActionError */.lZ ? error : (0,failure/* explainGitHub */.$)(error, what, repository);
        }
    };
    const read = (what, request) => (0,retry/* retry */.L)(pause, () => attempt(what, request));
    return {
        read,
        untilWritable,
        /** Whether something exists: false for a 404. */
        async exists(what, request) {
            try {
                await read(what, request);
                return true;
            }
            catch (error) {
                if (error instanceof failure/* GitHubError */.y && error.status === 404)
                    return false;
                throw error;
            }
        },
        /** All items of a list, page after page. */
        async *list(what, item, path, query) {
            let parameters = { ...query, per_page: 100 };
            while (parameters !== null) {
                const current = parameters;
                const page = await read(what, async () => {
                    const { data, headers } = await octokit.request(`GET ${path}`, { ...query, ...current });
                    return { items: schemas/* array */.YOg(item).parse(data), next: nextPage(headers.link ?? '') };
                });
                yield* page.items;
                parameters = page.next;
            }
        },
        /** @param look as in `retry` */
        write: (what, request, look) => (0,retry/* retry */.L)(pause, async () => {
            await untilWritable();
            try {
                return await attempt(what, request);
            }
            finally {
                lastWriteMs = performance.now();
            }
        }, { look }),
    };
}
/**
 * The query of the link to the next page, since page numbers are refused for long lists; null if there is none. Nothing
 * else of the link is used: the token must not travel to another server.
 */
function nextPage(link) {
    const url = /<([^>]+)>;\s*rel="next"/.exec(link)?.[1];
    if (url === undefined)
        return null;
    const [, query] = schemas/* string */.YjP().includes('?').parse(url).split(/[?#]/);
    return Object.fromEntries(new URLSearchParams(query));
}
/** GitHub has been seen to answer an edit that it does not take with success and the old body. */
function refuseOldText(number, sent, updated) {
    if ((0,shared_text/* hasSameLines */.Wk)(updated.body, sent))
        return;
    throw new errors/* ActionError */.lZ(`GitHub did not take the new text of issue #${number}. Run the workflow again; if it happens again, please report this.`);
}

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
;// CONCATENATED MODULE: ./lib/github/connect.js

const REQUEST_TIMEOUT_MS = 30_000;
/**
 * Octokit with a timeout for each request. It uses the proxy settings of the environment and sends nothing twice:
 * retries are in `retry.ts`.
 *
 * @param baseUrl the address of the REST API, without a slash at its end
 */
function connect(token, baseUrl) {
    // By default, Octokit writes to the console, past the rules of the job log. Errors are thrown.
    const ignore = () => undefined;
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const octokit = (0,github/* getOctokit */.Q)(token, { baseUrl, log });
    octokit.hook.before('request', (options) => {
        options.request = { ...options.request, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) };
    });
    return octokit;
}

// EXTERNAL MODULE: ./lib/report/archiving.js
var archiving = __webpack_require__(5879);
// EXTERNAL MODULE: ./lib/report/figures.js
var figures = __webpack_require__(819);
// EXTERNAL MODULE: ./lib/report/outputs.js
var outputs = __webpack_require__(8568);
// EXTERNAL MODULE: ./lib/rooms/days.js
var days = __webpack_require__(517);
// EXTERNAL MODULE: ./lib/shared/secret.js
var secret = __webpack_require__(7721);
// EXTERNAL MODULE: ./lib/report/entries.js
var entries = __webpack_require__(1070);
// EXTERNAL MODULE: ./lib/report/text/markdown.js
var markdown = __webpack_require__(5235);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./lib/issue/state.js



/** Up to 9999-12-31, the last date that can be written as YYYY-MM-DD. */
const day = schemas/* int */.Whr().min(0).max(2_932_896);
/** It becomes part of a comment, so a forged state must not bring its own text. */
const COMMENT_MARKER = /^<!-- abandoned-rooms-comment [0-9a-f]{16} -->$/;
const roomId = schemas/* union */.KCZ([schemas/* int */.Whr(), schemas/* string */.YjP().min(1)]);
const payload = schemas/* object */.Ikc({
    generation: schemas/* int */.Whr().min(0),
    setHash: schemas/* string */.YjP(),
    /** Whether the abandoned rooms are known. */
    isComplete: schemas/* boolean */.zMY(),
    /**
     * Ids that are numbers, ascending, each as the distance to the one before, and their days. Plain ids would take 30,000
     * characters instead of 18,000 for 5,000 rooms: space that the list of rooms needs.
     */
    distances: schemas/* array */.YOg(schemas/* int */.Whr()),
    days: schemas/* array */.YOg(day),
    /** Ids that are texts. */
    named: schemas/* array */.YOg(schemas/* tuple */.PVZ([schemas/* string */.YjP().min(1), day])),
    marked: schemas/* array */.YOg(roomId),
    kept: schemas/* array */.YOg(schemas/* tuple */.PVZ([roomId, day])),
    comment: schemas/* object */.Ikc({ kind: schemas/* enum */.k5n(['new', 'closed']), marker: schemas/* string */.YjP().regex(COMMENT_MARKER), runId: schemas/* string */.YjP() })
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
    const packed = (0,external_node_zlib_.deflateRawSync)(JSON.stringify({
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
        const json = JSON.parse((0,external_node_zlib_.inflateRawSync)(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8'));
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

;// CONCATENATED MODULE: ./lib/issue/comment-text.js




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
    const was = typeof before === 'string' ? before : encodeState({ ...before, comment: null }, '');
    return `<!-- abandoned-rooms-comment ${shortHash(`${kind}\n${was}\n${hashSet(rooms)}`)} -->`;
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
    const named = (0,shared_text/* linesThatFit */.yc)(added.slice(0, MAX_NAMED).map((room) => `- ${(0,markdown/* roomLink */.qb)(room)}`), NAMES_LIMIT);
    const more = added.length > named.length ? [`- and ${added.length - named.length} more`] : [];
    const title = `**${(0,shared_text/* plural */.LS)(added.length, 'room')} became abandoned since the last run:**`;
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
    const byName = new Map([...ownerLogins].map(([name, login]) => [(0,shared_text/* foldName */.zN)(name), login]));
    const idsByName = idsOfOwners(report);
    const logins = new Map();
    const ambiguous = new Map();
    for (const { owner, ownerId } of report.abandoned.filter(({ id }) => rooms.has(id))) {
        const name = (0,shared_text/* foldName */.zN)(owner ?? '');
        const byId = byName.get((0,shared_text/* foldName */.zN)(ownerId ?? ''));
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
        const name = (0,shared_text/* foldName */.zN)(owner);
        ids.set(name, (ids.get(name) ?? new Set()).add(ownerId));
    }
    return ids;
}
/** Names the rooms that a run has archived, and how to restore them. */
function archivedComment(rooms, runId) {
    const marker = commentMarker('archived', runId, rooms.map(({ id }) => id));
    const lines = (0,shared_text/* linesThatFit */.yc)(rooms.map(archivedRoomLine), NAMES_LIMIT);
    const more = rooms.length > lines.length ? [`- and ${rooms.length - lines.length} more`] : [];
    const [were, them] = rooms.length === 1 ? ['was', 'it'] : ['were', 'them'];
    const text = [
        `**${(0,shared_text/* plural */.LS)(rooms.length, 'room')} ${were} moved to the archive**, as approved in this issue:`,
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
    const lines = (0,shared_text/* linesThatFit */.yc)(rooms.map((room) => `- ${(0,markdown/* roomLink */.qb)(room)}`), NAMES_LIMIT);
    const more = rooms.length > lines.length ? [`- and ${rooms.length - lines.length} more`] : [];
    const [are, them] = rooms.length === 1 ? ['is', 'it'] : ['are', 'them'];
    const text = [
        `**${(0,shared_text/* plural */.LS)(rooms.length, 'room')} that ${are} approved in this issue ${are} in the archive already:**`,
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
        room.owner === null ? '' : `owner ${(0,markdown/* markdownText */.p7)(room.owner)}`,
        `last activity ${(0,markdown/* markdownText */.p7)((0,entries/* describeActivity */.lU)(room) ?? 'not known')}`,
        `evidence: ${room.evidence}`,
    ];
    return `- ${(0,markdown/* roomLink */.qb)(room)} — ${facts.filter((fact) => fact !== '').join(' · ')}`;
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
    return (0,shared_text/* plural */.LS)(count, 'ticked line');
}

;// CONCATENATED MODULE: ./lib/issue/lines.js

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
        return id === null || kind === undefined ? [] : [{ kind, id, until: (0,days/* parseDay */.Iq)(until) }];
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
    const until = (0,days/* parseDay */.Iq)(VISIBLE_UNTIL.exec(content)?.[1] ?? '');
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

;// CONCATENATED MODULE: ./lib/issue/markers.js



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
    return `${KEY_START}${encodeHidden(issueKey)} -->`;
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
    return blockOf((0,shared_text/* normalizeLines */.tZ)(body), issueKey) !== null;
}
/** Whether a body also holds the block of another key, for example since somebody pasted one issue's text into another. */
function hasOtherKey(body, issueKey) {
    const own = encodeHidden(issueKey);
    return (0,shared_text/* normalizeLines */.tZ)(body)
        .matchAll(HEAD)
        .some(([, key]) => key !== own);
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
    return withoutOwnLines(text.replace(WHOLE_BLOCK, '').replace(ANY_MARKER, ''));
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
    const [state] = body.slice(begin).matchAll(STATE_BLOCK);
    if (state !== undefined)
        return { begin, end: begin + state.index + state[0].length };
    return { begin, end: visible !== null && visible.end > begin ? visible.end : body.length };
}
function beginOf(body, issueKey) {
    const head = body.matchAll(HEAD).find(([, key]) => key === encodeHidden(issueKey));
    if (head !== undefined)
        return head.index;
    const begin = body.indexOf(BEGIN);
    // If there is a whole block, a marker that somebody quotes elsewhere does not count.
    if (begin < 0)
        return body.indexOf(keyMarker(issueKey));
    if (body.includes(KEY_START))
        return -1;
    return decodeState(body.slice(begin), issueKey) === null ? -1 : begin;
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

;// CONCATENATED MODULE: ./lib/issue/ticks.js


/** Reads the boxes out of a body: in the list, and on lines of the list that people moved above or below it. */
function readTicks(body, issueKey) {
    const { own, others } = bodyParts(body, issueKey);
    const { boxes, unreadable } = readLines(own);
    const moved = readOwnLines(others);
    const listed = [...roomsOf(own), ...moved].flatMap(({ id, until }) => (until === null ? [id] : []));
    return {
        boxes: boxesOf('keep', [...boxes, ...moved]),
        approved: approvedIn(readLines(ownBlock(body, issueKey)).boxes, boxes),
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

;// CONCATENATED MODULE: ./lib/tracking/find.js

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
    const ours = issues.filter(({ body }) => hasKey(body, issueKey));
    // An issue of another key, into which somebody pasted our text, is not a duplicate.
    const sole = ours.filter(({ body }) => !hasOtherKey(body, issueKey));
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

;// CONCATENATED MODULE: ./lib/tracking/comment.js






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
        await host.comment(number, text, (comment) => isBy(comment, viewer) && comment.body.includes(marker));
    }
    catch (error) {
        if (!(error instanceof failure/* GitHubError */.y) || !error.isLocked)
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
        await commentOnce(context, number, unreadableComment(lines));
}
/** @param isRedacted the log may have more readers than the issue */
function warnOfUnreadable({ log }, number, lines, isRedacted) {
    if (lines.length === 0)
        return;
    const named = lines.slice(0, MAX_LINES).map((line) => `"${(0,shared_text/* logText */.kc)(line.slice(0, MAX_LINE_CHARS))}"`);
    const more = lines.length > MAX_LINES ? ` and ${lines.length - MAX_LINES} more` : '';
    const text = isRedacted ? '' : ` (${named.join(', ')}${more})`;
    log.warning(`${ticked(lines.length)} in the list of issue #${number} could not be read${text}, so no room is kept or archived because of ${lines.length === 1 ? 'it' : 'them'}. If the list is replaced, the text is kept in a comment, or in the edit history of the issue if its conversation is locked. To keep a room, tick its own line.`);
}
/** Comments, and removes the announcement from the issue. */
async function finish(context, number, comment, report) {
    const { logins, ambiguous } = mentionedOwners(comment, report, context.settings.ownerLogins);
    for (const name of ambiguous.slice(0, MAX_LINES)) {
        context.log.warning(`Several owners have the display name "${(0,shared_text/* logText */.kc)(name)}", so nobody is mentioned by that name. Use their ids in owner-logins.`);
    }
    const known = await existing(context, logins);
    await commentOnce(context, number, renderComment(comment, report, known));
    await withdraw(context, number, comment);
}
/** Removes the announcement of a comment from the issue. */
async function withdraw({ host, settings }, number, comment) {
    await host.edit(number, ({ body }) => {
        const cleared = withoutComment((0,shared_text/* normalizeLines */.tZ)(body), settings.issueKey, comment.marker);
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
        if (!(error instanceof failure/* GitHubError */.y))
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
    return { isOpen, state: decodeState(ownBlock((0,shared_text/* normalizeLines */.tZ)(body), settings.issueKey), settings.issueKey) };
}

;// CONCATENATED MODULE: ./lib/tracking/approvals.js






/** The issue as the place in which people approve that rooms are archived, and read what was archived. */
/** Reads once more which rooms people have approved for the archive. A room that is to be kept is not approved. */
async function readApproved({ host, settings }, { issue }) {
    if (issue === null)
        return new Set();
    const { isOpen, body } = await host.issue(issue.number);
    const { approved, boxes } = readTicks((0,shared_text/* normalizeLines */.tZ)(body), settings.issueKey);
    return new Set(isOpen ? [...approved].filter((id) => boxes.get(id)?.isTicked !== true) : []);
}
/** Comments on the rooms that this run has archived, or has found in the archive. */
async function commentOnArchived(context, { issue }, report, now) {
    if (issue === null || context.settings.isDryRun)
        return;
    const rooms = (0,archiving/* archivedRooms */.tY)(report);
    if (rooms.length > 0)
        await commentOnce(context, issue.number, archivedComment(rooms, context.runId));
    const before = (0,archiving/* archivedBefore */.u)(report);
    if (before.length === 0)
        return;
    await commentOnce(context, issue.number, archivedBeforeComment(before, (0,days/* formatDay */.im)((0,days/* dayOf */.kb)(now))));
}

;// CONCATENATED MODULE: ./lib/issue/next-state.js


/**
 * The state to be remembered, with the generation and the pending comment of the one before.
 *
 * @param before null if it is lost, or if there is no issue yet
 * @param shown the abandoned rooms that the list itself shows. They count if the state is lost or does not hold the rooms:
 *   a room that is only missing from the report may be out of sight, and the next run looks it up.
 */
function nextState(options, before, shown) {
    const { report, today, kept } = options;
    const ids = new Set([
        ...report.abandoned.map(({ id }) => id),
        ...stillRemembered(options, [...(before?.abandoned?.keys() ?? shown)]),
    ]);
    const setHash = hashSet(ids);
    return {
        generation: before?.generation ?? 0,
        abandoned: new Map([...ids].map((id) => [id, before?.abandoned?.get(id) ?? today])),
        setHash,
        // The marks stay until the set changes again: to remove them alone would be an edit of its own.
        marked: before?.setHash === setHash ? before.marked : newRooms(report, before),
        kept,
        comment: before?.comment ?? null,
    };
}
/** Rooms that are abandoned now and were not before; none if the state before is not known. */
function newRooms(report, before) {
    const known = before?.abandoned ?? null;
    if (known === null)
        return new Set();
    return new Set(report.abandoned.flatMap(({ id }) => (known.has(id) ? [] : [id])));
}
/** Rooms that were abandoned, are not in the report as such, and have not left the list either. */
function stillRemembered({ report, knownAtStart }, remembered) {
    const notChecked = new Set([
        ...report.unknown.filter(figures/* isUncertain */.cp).map(({ id }) => id),
        ...report.missing.map(({ id }) => id),
    ]);
    const judged = new Set([...report.unknown, ...report.upcoming, ...report.exempt].map(({ id }) => id));
    return remembered.filter((id) => {
        // The run did not know the room when it began, so it did not look up whether the room is gone.
        const isNotLookedUp = knownAtStart?.has(id) !== true && !judged.has(id);
        return notChecked.has(id) || isNotLookedUp;
    });
}

// EXTERNAL MODULE: ./node_modules/pretty-bytes/index.js
var pretty_bytes = __webpack_require__(5901);
// EXTERNAL MODULE: ./lib/report/columns.js
var columns = __webpack_require__(2269);
;// CONCATENATED MODULE: ./lib/issue/body.js








/** A larger state would leave too little space for rooms. */
const STATE_LIMIT = 40_000;
/** Characters for the headings of the sections and the notes on what was cut. */
const SECTION_CHARS = 600;
/**
 * Writes a body. The same content gives the same text, so that nothing is written if nothing changed; for that reason it
 * shows dates, not ages. A body that would be too long is cut at whole rooms; the state shrinks first to the kept rooms,
 * then to nothing.
 */
function renderBody(whole) {
    const { state, block: stateBlock } = fittingState(whole);
    // Nothing is shown that the state does not remember: the next run could not show it again.
    const content = { ...whole, state };
    const { abandoned, kept, userText, keepDays, issueKey, portal } = content;
    const notes = content.notes.map((note) => `\n> ⚠️ ${(0,markdown/* markdownText */.p7)(note)}`);
    const head = [BEGIN, keyMarker(issueKey), '', headline(content), ...notes];
    const foot = ['', footer((0,markdown/* markdownText */.p7)(portal), issueKey), ...(stateBlock === '' ? [] : [stateBlock]), END];
    const fixed = lengthOf([userText.before, ...head, ...foot, userText.after]);
    const budget = BODY_LIMIT - fixed - SECTION_CHARS;
    const abandonedLines = abandoned.map((room) => abandonedLine(room, content));
    const keptLines = kept.map(({ room, until }) => keptLine(room, until, content));
    // Abandoned rooms take the space first, but a quarter is for kept rooms: otherwise nobody could remove their ticks.
    const shownKept = (0,shared_text/* linesThatFit */.yc)(keptLines, Math.max(budget / 4, budget - lengthOf(abandonedLines)));
    const shownAbandoned = (0,shared_text/* linesThatFit */.yc)(abandonedLines, budget - lengthOf(shownKept));
    const sections = [
        ...section('Abandoned', shownAbandoned, abandoned.length),
        ...(keepDays === 0 ? [] : section('Kept', shownKept, kept.length)),
    ];
    return `${userText.before}${[...head, ...sections, ...foot].join('\n')}${userText.after}`;
}
/** Characters of lines, with their line ends. */
function lengthOf(lines) {
    return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
function headline({ abandoned, uncheckedCount, inactiveDays, isSpaceAtLeast, keepDays, reclaimableBytes, hasArchiveBoxes, }) {
    if (abandoned.length === 0) {
        return uncheckedCount === 0
            ? '**No room is abandoned.**'
            : `**No room is known to be abandoned**, but ${(0,shared_text/* plural */.LS)(uncheckedCount, 'room')} that ${uncheckedCount === 1 ? 'was' : 'were'} abandoned cannot be checked at the moment.`;
    }
    const isOne = abandoned.length === 1;
    const rooms = isOne ? '1 room has' : `${abandoned.length} rooms have`;
    const space = reclaimableBytes === null
        ? ''
        : `, and ${isOne ? 'uses' : 'use'} ${isSpaceAtLeast ? 'at least ' : ''}${(0,pretty_bytes/* default */.A)(reclaimableBytes)}`;
    const tick = keepDays === 0
        ? ''
        : ` Tick a room to keep it for ${keepDays} days: it is exempt from the next run on, and is listed again after that.`;
    const archive = hasArchiveBoxes
        ? ' Tick the box below a room to have it moved to the archive of the portal, from which it can be restored.'
        : '';
    return `**${rooms} had no activity for ${inactiveDays} days or longer**${space}.${tick}${archive}`;
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
function abandonedLine(room, { keepDays, state, changedBoxes, showsEvidence, hasArchiveBoxes, approved }) {
    const facts = (0,columns/* factsOf */.xS)(room, { evidence: showsEvidence });
    const all = state.marked.has(room.id) ? [...facts, '**new**'] : facts;
    const text = `${(0,markdown/* roomLink */.qb)(room)} — ${all.join(' · ')}`;
    const line = keepDays === 0
        ? `- ${text}`
        : `- ${box(changedBoxes.get(room.id) ?? false)} ${text} ${itemMarker(room.id, null)}`;
    return hasArchiveBoxes ? `${line}\n${archiveLine(room.id, approved.has(room.id))}` : line;
}
function keptLine(room, until, { changedBoxes }) {
    const day = (0,days/* formatDay */.im)(until);
    return `- ${box(changedBoxes.get(room.id) ?? true)} ${(0,markdown/* roomLink */.qb)(room)} — kept until ${day} ${itemMarker(room.id, day)}`;
}
function box(isTicked) {
    return isTicked ? '[x]' : '[ ]';
}
/** The whole state, or only the kept rooms, or nothing: the first that fits beside the text of people. */
function fittingState({ state, issueKey, userText }) {
    const space = BODY_LIMIT - userText.before.length - userText.after.length - OVERHEAD_CHARS;
    const limit = Math.min(STATE_LIMIT, space);
    const keptAlone = { ...state, abandoned: null, marked: new Set() };
    const fitting = [state, keptAlone]
        .map((candidate) => ({ state: candidate, block: encodeState(candidate, issueKey) }))
        .find(({ block }) => block.length <= limit);
    return fitting ?? { state: keptAlone, block: '' };
}

;// CONCATENATED MODULE: ./lib/issue/planned-body.js






/** Renders the body. A tick that the new list does not show is remembered in the state. */
function renderPlanned(options, state, changed) {
    const body = renderWith(options, state, changed);
    const ticked = [...changed].filter(([, isTicked]) => isTicked).map(([id]) => id);
    if (ticked.length === 0 || options.keepDays === 0)
        return body;
    const { boxes } = readTicks(body, options.issueKey);
    const hidden = ticked.filter((id) => boxes.get(id)?.isTicked !== true);
    if (hidden.length === 0)
        return body;
    const until = options.today + options.keepDays;
    const kept = new Map([...state.kept, ...hidden.map((id) => [id, until])]);
    return renderWith(options, { ...state, kept }, changed);
}
function renderWith({ report, current, issueKey, keepDays, hasArchiveBoxes }, state, changed) {
    return renderBody({
        issueKey,
        portal: report.portal,
        inactiveDays: report.policy.inactiveDays,
        keepDays,
        hasArchiveBoxes,
        approved: current === null ? new Set() : readTicks((0,shared_text/* normalizeLines */.tZ)(current.body), issueKey).approved,
        abandoned: report.abandoned,
        kept: report.exempt.flatMap((room) => {
            const until = state.kept.get(room.id);
            return until === undefined ? [] : [{ room, until }];
        }),
        reclaimableBytes: report.reclaimableBytes,
        isSpaceAtLeast: report.spaceUnknown > 0,
        showsEvidence: report.evidenceCheck !== null,
        notes: report.notes,
        uncheckedCount: (state.abandoned?.size ?? 0) - report.abandoned.length,
        state,
        changedBoxes: changed,
        userText: current === null ? { before: '', after: '' } : keptText(current, issueKey),
    });
}
function keptText({ body }, issueKey) {
    const text = userText((0,shared_text/* normalizeLines */.tZ)(body), issueKey);
    if (text.before.length + text.after.length <= USER_TEXT_LIMIT)
        return text;
    throw new errors/* ActionError */.lZ(`The tracking issue has no space for the list: people wrote more than ${USER_TEXT_LIMIT} characters above and below it. Shorten their text.`);
}
/** So many rooms are kept that neither the list nor the state has space for all of them. */
function warnOfLostTicks({ kept, issueKey }, body) {
    const remembered = decodeState(ownBlock(body, issueKey), issueKey)?.kept;
    if (remembered !== undefined)
        return [];
    const { boxes } = readTicks(body, issueKey);
    const lost = [...kept.keys()].filter((id) => boxes.get(id)?.isTicked !== true).length;
    if (lost === 0)
        return [];
    return [
        `The tracking issue has no space to remember ${(0,shared_text/* plural */.LS)(lost, 'ticked room')}: they are listed again at the next run. Use exempt-rooms or a tag for them.`,
    ];
}

;// CONCATENATED MODULE: ./lib/issue/plan.js








const NOTHING = { comment: null, unreadable: [], warnings: [], note: '' };
/**
 * Decides what to do with the tracking issue. Pure.
 *
 * @throws ActionError if the text of people leaves no space for a list
 */
function planIssue(options) {
    const { report, current, issueKey } = options;
    if (current === null) {
        if (report.abandoned.length === 0)
            return { ...NOTHING, action: 'none', change: null };
        const body = renderPlanned(options, nextState(options, null, new Set()), new Map());
        return { ...NOTHING, action: 'created', change: { body, isOpen: true } };
    }
    const body = (0,shared_text/* normalizeLines */.tZ)(current.body);
    const state = decodeState(ownBlock(body, issueKey), issueKey);
    const { boxes, unreadable, listed: shown } = readTicks(body, issueKey);
    const changed = changedBoxes(options.boxesAtStart, boxes);
    const next = nextState(options, state, shown);
    const listed = next.abandoned?.size ?? 0;
    const setHash = state?.setHash ?? hashShown(shown);
    const isOpen = decideOpen(current, listed, setHash, next);
    const kept = { ...NOTHING, unreadable, note: noteOn(current, isOpen, listed, setHash) };
    const isLeftAlone = !isOpen && listed > 0;
    if (isOpen === current.isOpen &&
        (isLeftAlone || (0,shared_text/* hasSameLines */.Wk)(renderPlanned(options, next, changed), body))) {
        return { ...kept, action: 'unchanged', change: null };
    }
    const action = isOpen === current.isOpen ? 'updated' : isOpen ? 'reopened' : 'closed';
    const comment = decideComment(options, action, state);
    const written = renderPlanned(options, announce(next, comment, options.runId), changed);
    return {
        ...kept,
        action,
        change: { body: written, ...(isOpen === current.isOpen ? {} : { isOpen }) },
        comment,
        warnings: warnOfLostTicks(options, written),
    };
}
/**
 * Whether the issue should be open. A person's decision counts in both directions until the set of abandoned rooms
 * changes; a workflow or bot does not decide that listed rooms are done.
 *
 * @param setHash of the rooms that were abandoned when the issue was last written
 */
function decideOpen({ isOpen, isClosedByAutomation }, listed, setHash, next) {
    if (listed > 0)
        return isOpen || isClosedByAutomation || setHash !== next.setHash;
    return isOpen && setHash === hashSet([]);
}
/** @param setHash as for `decideOpen`: this action itself closes the issue if no room is abandoned */
function noteOn(current, isOpen, listed, setHash) {
    const wasListed = setHash !== null && setHash !== hashSet([]);
    if (current.isOpen || listed === 0 || !wasListed)
        return '';
    const rooms = `${(0,shared_text/* plural */.LS)(listed, 'room')} ${listed === 1 ? 'is' : 'are'} listed`;
    if (!isOpen)
        return `The tracking issue is closed while ${rooms}: it stays closed until the list changes.`;
    return current.isClosedByAutomation
        ? `A workflow, a bot or the account of the token closed the tracking issue while ${rooms}, so it is open again.`
        : '';
}
/** Stands in for a state that is lost; null if the list shows no rooms. */
function hashShown(shown) {
    return shown.size === 0 ? null : hashSet(shown);
}
/** The state that an edit writes. A pending comment of another run stays, unless this run has a comment of its own. */
function announce(state, comment, runId) {
    const pending = comment === null ? state.comment : { kind: comment.kind, marker: comment.marker, runId };
    const marked = comment?.kind === 'new' ? comment.rooms : state.marked;
    return { ...state, generation: state.generation + 1, comment: pending, marked };
}
function decideComment({ report, commentsOnNew, today }, action, state) {
    // What the issue remembered before makes the marker unique. If that is lost, the day does.
    const before = state ?? (0,days/* formatDay */.im)(today);
    if (action === 'closed') {
        return { kind: 'closed', marker: commentMarker('closed', before, []), rooms: new Set() };
    }
    const added = newRooms(report, state);
    if (!commentsOnNew || added.size === 0)
        return null;
    // This comment replaces one that another run has announced and not made: it names those rooms as well.
    const replaced = state?.comment?.kind === 'new' ? state.marked : [];
    const rooms = new Set([...added, ...replaced]);
    return { kind: 'new', marker: commentMarker('new', before, added), rooms };
}

;// CONCATENATED MODULE: ./lib/tracking/open.js






/** Opening the tracking issue, once. */
/** Opens the issue with its labels and assignees. If another run was as quick, the older issue stays. */
async function openIssue(context, { action, change }) {
    const { host, settings } = context;
    if (change === null)
        return { action, number: null, url: null };
    await createLabels(context);
    const assignees = await assignable(context);
    const issue = { title: settings.title, body: change.body, labels: settings.labels, assignees };
    const created = await host.create(issue, async () => chooseIssue((await findIssues(context)).ours));
    // Only the run with the younger issue acts, so that one of the two stays.
    const { ours } = await findIssues(context);
    const older = chooseIssue(ours.filter(({ isOpen, number }) => isOpen && number < created.number));
    if (older === null)
        return { action, number: created.number, url: created.url };
    await retire(context, { issue: created, boxes: new Map() }, older);
    return { action: 'unchanged', number: older.number, url: older.url };
}
/**
 * Closes an issue in favour of another one, and removes its list, so that it is never found again. The text of people
 * stays.
 */
async function retire(context, duplicate, kept) {
    const { host, settings, log } = context;
    const { number } = duplicate.issue;
    const text = `Closed in favour of #${kept.number}.`;
    await commentOnce(context, number, { text, marker: text });
    const { unreadable } = readTicks((0,shared_text/* normalizeLines */.tZ)(duplicate.issue.body), settings.issueKey);
    await saveUnreadable(context, number, unreadable);
    const { decision } = await host.edit(number, (current) => {
        const body = (0,shared_text/* normalizeLines */.tZ)(current.body);
        const { before, after } = userText(body, settings.issueKey);
        const pointer = `This issue was opened by a run at the same time as another one. The tracking issue is #${kept.number}.`;
        const changed = changedBoxes(duplicate.boxes, readTicks(body, settings.issueKey).boxes);
        return { change: { body: `${before}${pointer}${after}`, isOpen: false }, changed };
    });
    if (decision.changed.size > 0) {
        log.warning(`Boxes in issue #${number} were changed while it was closed as a duplicate. Change them in issue #${kept.number} instead.`);
    }
}
async function createLabels({ host, settings, log }) {
    for (const label of settings.labels) {
        try {
            if (!(await host.hasLabel(label)))
                await host.createLabel(label);
        }
        catch (error) {
            // It was made meanwhile, or may not be made: opening the issue makes it, or reports what is wrong.
            if (!(error instanceof failure/* GitHubError */.y) || error.isAmbiguous)
                throw error;
            if (error.status !== 422)
                log.warning(`A label of issue-labels could not be made. ${error.message}`);
        }
    }
}
async function assignable({ host, settings, log }) {
    const logins = [];
    for (const login of settings.assignees) {
        if (await host.mayBeAssigned(login))
            logins.push(login);
        else
            log.warning(`An account of issue-assignees may not be assigned to issues of this repository, and is left out: ${login}.`);
    }
    return logins;
}

;// CONCATENATED MODULE: ./lib/tracking/tracker.js










/**
 * Finds the issue and reads what it remembers. Our issue was opened by the token's own account, and its body names the
 * key: a title, or a marker in an issue of somebody else, does not count.
 */
async function readIssue(context, now) {
    const { settings, log } = context;
    const { issueKey, keepDays } = settings;
    const { ours, erased } = await findIssues(context);
    const issue = chooseIssue(ours.length > 0 ? ours : erased);
    const isErased = issue !== null && issue.body.trim() === '';
    if (isErased) {
        log.warning(`The text of issue #${issue.number} was erased. Its ticks and what it remembered of the last run are lost; the list is written again.`);
    }
    const duplicates = ours
        .filter((other) => other.isOpen && other !== issue && !hasOtherKey(other.body, issueKey))
        .map((other) => ({ issue: other, boxes: readTicks((0,shared_text/* normalizeLines */.tZ)(other.body), issueKey).boxes }));
    const body = (0,shared_text/* normalizeLines */.tZ)(issue?.body ?? '');
    const state = issue === null ? null : decodeState(ownBlock(body, issueKey), issueKey);
    const { boxes, approved } = readTicks(body, issueKey);
    // A tick in an issue that is about to be closed as a duplicate counts as well.
    const ticked = duplicates
        .flatMap((duplicate) => [...duplicate.boxes])
        .filter(([, { isTicked }]) => isTicked);
    return {
        issue,
        duplicates,
        boxes,
        lastRun: state?.abandoned == null
            ? { kind: 'unknown', because: whyUnknown(issue, isErased, state) }
            : { kind: 'known', ids: new Set(state.abandoned.keys()) },
        pending: pendingComment(state),
        // Whoever closes the issue takes the approval back.
        approved: issue?.isOpen === true ? approved : new Set(),
        kept: keptRooms(state, new Map([...boxes, ...ticked]), (0,days/* dayOf */.kb)(now), keepDays),
    };
}
function whyUnknown(issue, isErased, state) {
    if (issue === null)
        return 'there is no tracking issue yet';
    if (isErased)
        return 'the text of the tracking issue was erased';
    if (state === null)
        return 'the hidden state of the issue was damaged or edited';
    return 'there are too many rooms for the issue to remember';
}
/**
 * Brings the issue to what the report says: opens, edits, closes or reopens it, or leaves it alone.
 *
 * @throws GitHubError
 */
async function writeIssue(context, snapshot, report, now) {
    const plan = plannerOf(context, snapshot, report, now);
    const isWanted = snapshot.issue === null && plan(null).action === 'created';
    const issue = isWanted ? await findAnywhere(context) : snapshot.issue;
    if (context.settings.isDryRun)
        return describePlan(context, snapshot, report, issue, plan);
    if (issue === null)
        return openIssue(context, plan(null));
    const outcome = await editIssue(context, snapshot, report, issue, plan);
    // Only now: their ticks are in the issue that stays.
    for (const duplicate of snapshot.duplicates)
        await retire(context, duplicate, issue);
    return outcome;
}
function plannerOf({ settings, viewer, runId }, { boxes, kept, lastRun }, report, now) {
    return (current) => planIssue({
        report,
        current: current === null ? null : { ...current, isClosedByAutomation: isClosedByAutomation(current, viewer) },
        boxesAtStart: boxes,
        knownAtStart: lastRun.kind === 'known' ? lastRun.ids : null,
        kept,
        issueKey: settings.issueKey,
        keepDays: settings.keepDays,
        hasArchiveBoxes: settings.hasArchiveBoxes,
        commentsOnNew: settings.commentsOnNew,
        today: (0,days/* dayOf */.kb)(now),
        runId,
    });
}
/** Logs the plan of a dry run. */
async function describePlan(context, { duplicates }, report, found, plan) {
    const { host, log } = context;
    // A list of issues does not tell who closed them.
    const issue = found === null ? null : await host.issue(found.number);
    const { action, comment, unreadable } = plan(issue);
    const name = issue === null ? '(none yet)' : `#${issue.number}`;
    const done = action === 'none' ? 'left alone' : action;
    const commented = comment === null ? '' : ', with a comment';
    log.info(`Dry run: the tracking issue ${name} would be ${done}${commented}.`);
    for (const duplicate of duplicates) {
        log.info(`Dry run: issue #${duplicate.issue.number} would be closed as a duplicate.`);
    }
    if (issue !== null)
        warnOfUnreadable(context, issue.number, unreadable, report.redacted);
    return { action: 'none', number: issue?.number ?? null, url: issue?.url ?? null };
}
async function editIssue(context, { pending }, report, { number, url }, plan) {
    if (pending !== null)
        await makePending(context, number, pending, report);
    const done = await editSavingLines(context, number, plan);
    warnOfUnreadable(context, number, done.unreadable, report.redacted);
    for (const warning of done.warnings)
        context.log.warning(warning);
    // After the edit: if two runs have the same comment to make, the text of the issue says which of them makes it.
    if (done.comment !== null)
        await makeAnnounced(context, number, done.comment, report);
    return { action: done.action, number, url, ...(done.note === '' ? {} : { note: done.note }) };
}
/** Edits the issue. Before it loses ticked lines that could not be read, their text is kept in a comment. */
async function editSavingLines(context, number, plan) {
    const saved = new Set();
    for (;;) {
        const { decision } = await context.host.edit(number, (current) => {
            const planned = plan(current);
            const unsaved = planned.change === null ? [] : planned.unreadable.filter((line) => !saved.has(line));
            return { planned, unsaved, change: unsaved.length > 0 ? null : planned.change };
        });
        if (decision.unsaved.length === 0)
            return decision.planned;
        await saveUnreadable(context, number, decision.unsaved);
        for (const line of decision.unsaved)
            saved.add(line);
    }
}

;// CONCATENATED MODULE: ./lib/tracking/connect-tracker.js










/**
 * Connects to GitHub and reads the tracking issue.
 *
 * @throws GitHubError if the issue cannot be read
 */
async function connectTracker({ settings, baseUrl, now, log, apiKey }) {
    const host = scrubbedHost(issueHost(connect(settings.token, baseUrl), settings.repository), (0,secret/* scrubber */.t)(apiKey));
    const context = { host, settings, viewer: await host.viewer(), runId: (0,external_node_crypto_.randomUUID)(), log };
    const snapshot = await readIssue(context, now);
    return {
        kind: 'ready',
        lastRun: snapshot.lastRun,
        ticked: new Map([...snapshot.kept].map(([id, until]) => [id, (0,days/* formatDay */.im)(until)])),
        approved: snapshot.approved,
        approvedNow: () => readApproved(context, snapshot),
        async write(report) {
            if ((0,figures/* isNothingJudged */.Zb)(report)) {
                log.info('No room could be judged, so the tracking issue is left as it is.');
                return outputs/* NO_ISSUE */.yt;
            }
            await commentOnArchived(context, snapshot, report, now);
            return writeIssue(context, snapshot, (0,archiving/* withoutArchived */.Jw)(report), now);
        },
    };
}
/**
 * The key is neither written nor read: a person may have pasted it into the issue, whose text is compared with the text
 * to be written. Every method is named: a new one must not pass the key on unnoticed.
 */
function scrubbedHost(host, scrub) {
    const clean = (holder) => ({
        ...holder,
        body: scrub(holder.body),
    });
    return {
        viewer: () => host.viewer(),
        async *issues(filter) {
            for await (const issue of host.issues(filter))
                yield clean(issue);
        },
        issue: async (number) => clean(await host.issue(number)),
        create: async (issue, findMade) => clean(await host.create(clean(issue), findMade)),
        async edit(number, decide) {
            const { decision, issue } = await host.edit(number, (current) => {
                const decided = decide(clean(current));
                return { decided, change: decided.change === null ? null : clean(decided.change) };
            });
            return { decision: decision.decided, issue: clean(issue) };
        },
        comment: (number, body, isMade) => host.comment(number, scrub(body), (comment) => isMade(clean(comment))),
        hasLabel: (name) => host.hasLabel(name),
        createLabel: (name) => host.createLabel(name),
        mayBeAssigned: (login) => host.mayBeAssigned(login),
        hasAccount: (login) => host.hasAccount(login),
        untilWritable: () => host.untilWritable(),
        pause: (ms) => host.pause(ms),
    };
}


/***/ })

};
