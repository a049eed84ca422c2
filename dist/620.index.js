export const id = 620;
export const ids = [620];
export const modules = {

/***/ 8620:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readIssue: () => (/* binding */ readIssue),
  writeIssue: () => (/* binding */ writeIssue)
});

// EXTERNAL MODULE: ./lib/issue/comment-text.js
var comment_text = __webpack_require__(6176);
// EXTERNAL MODULE: ./lib/issue/markers.js
var markers = __webpack_require__(7284);
// EXTERNAL MODULE: ./lib/rooms/days.js
var days = __webpack_require__(517);
// EXTERNAL MODULE: ./lib/shared/text.js
var shared_text = __webpack_require__(6422);
// EXTERNAL MODULE: ./lib/report/figures.js
var figures = __webpack_require__(819);
// EXTERNAL MODULE: ./lib/issue/state.js
var issue_state = __webpack_require__(4874);
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
    const setHash = (0,issue_state/* hashSet */.zI)(ids);
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

// EXTERNAL MODULE: ./lib/shared/errors.js
var errors = __webpack_require__(2730);
// EXTERNAL MODULE: ./node_modules/pretty-bytes/index.js
var pretty_bytes = __webpack_require__(5901);
// EXTERNAL MODULE: ./lib/report/entries.js
var entries = __webpack_require__(1070);
// EXTERNAL MODULE: ./lib/report/text/markdown.js
var markdown = __webpack_require__(5235);
// EXTERNAL MODULE: ./lib/issue/lines.js
var lines = __webpack_require__(500);
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
    const head = [markers/* BEGIN */.Q, (0,markers/* keyMarker */.aR)(issueKey), '', headline(content), ...notes];
    const foot = ['', (0,markers/* footer */.qr)((0,markdown/* markdownText */.p7)(portal), issueKey), ...(stateBlock === '' ? [] : [stateBlock]), markers/* END */.Kp];
    const fixed = lengthOf([userText.before, ...head, ...foot, userText.after]);
    const budget = markers/* BODY_LIMIT */.Th - fixed - SECTION_CHARS;
    const abandonedLines = abandoned.map((room) => abandonedLine(room, content));
    const keptLines = kept.map(({ room, until }) => keptLine(room, until, content));
    // Abandoned rooms take the space first, but a quarter is for kept rooms: otherwise nobody could remove their ticks.
    const shownKept = fit(keptLines, Math.max(budget / 4, budget - lengthOf(abandonedLines)));
    const shownAbandoned = fit(abandonedLines, budget - lengthOf(shownKept));
    const sections = [
        ...section('Abandoned', shownAbandoned, abandoned.length),
        ...(keepDays === 0 ? [] : section('Kept', shownKept, kept.length)),
    ];
    return `${userText.before}${[...head, ...sections, ...foot].join('\n')}${userText.after}`;
}
/** The first lines that fit into a number of characters. */
function fit(lines, budget) {
    let used = 0;
    const end = lines.findIndex((line) => {
        used += line.length + 1;
        return used > budget;
    });
    return end < 0 ? lines : lines.slice(0, end);
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
    const facts = [
        room.type === null ? null : (0,markdown/* markdownText */.p7)(room.type),
        room.owner === null ? null : (0,markdown/* markdownText */.p7)(room.owner),
        activityFact(room),
        room.usedSpace === null ? null : (0,pretty_bytes/* default */.A)(room.usedSpace),
        room.risks.length === 0 ? null : `**${room.risks.join(', ')}**`,
        showsEvidence ? `evidence: ${room.evidence}` : null,
        state.marked.has(room.id) ? '**new**' : null,
    ];
    const text = `${(0,markdown/* roomLink */.qb)(room)} — ${facts.filter((fact) => fact !== null).join(' · ')}`;
    const line = keepDays === 0
        ? `- ${text}`
        : `- ${box(changedBoxes.get(room.id) ?? false)} ${text} ${(0,lines/* itemMarker */.S8)(room.id, null)}`;
    return hasArchiveBoxes ? `${line}\n${(0,lines/* archiveLine */.Fb)(room.id, approved.has(room.id))}` : line;
}
function activityFact(room) {
    const activity = (0,entries/* describeActivity */.lU)(room);
    if (activity === null)
        return 'no activity date';
    return `last activity${room.lastActivity === null ? ':' : ''} ${(0,markdown/* markdownText */.p7)(activity)}`;
}
function keptLine(room, until, { changedBoxes }) {
    const day = (0,days/* formatDay */.im)(until);
    return `- ${box(changedBoxes.get(room.id) ?? true)} ${(0,markdown/* roomLink */.qb)(room)} — kept until ${day} ${(0,lines/* itemMarker */.S8)(room.id, day)}`;
}
function box(isTicked) {
    return isTicked ? '[x]' : '[ ]';
}
/** The whole state, or only the kept rooms, or nothing: the first that fits beside the text of people. */
function fittingState({ state, issueKey, userText }) {
    const space = markers/* BODY_LIMIT */.Th - userText.before.length - userText.after.length - markers/* OVERHEAD_CHARS */.vg;
    const limit = Math.min(STATE_LIMIT, space);
    const keptAlone = { ...state, abandoned: null, marked: new Set() };
    const fitting = [state, keptAlone]
        .map((candidate) => ({ state: candidate, block: (0,issue_state/* encodeState */.Md)(candidate, issueKey) }))
        .find(({ block }) => block.length <= limit);
    return fitting ?? { state: keptAlone, block: '' };
}

// EXTERNAL MODULE: ./lib/issue/ticks.js
var ticks = __webpack_require__(8977);
;// CONCATENATED MODULE: ./lib/issue/planned-body.js






/** Renders the body. A tick that the new list does not show is remembered in the state. */
function renderPlanned(options, state, changed) {
    const body = renderWith(options, state, changed);
    const ticked = [...changed].filter(([, isTicked]) => isTicked).map(([id]) => id);
    if (ticked.length === 0 || options.keepDays === 0)
        return body;
    const { boxes } = (0,ticks/* readTicks */.bn)(body, options.issueKey);
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
        approved: current === null ? new Set() : (0,ticks/* readTicks */.bn)((0,markers/* normalizeLines */.tZ)(current.body), issueKey).approved,
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
    const text = (0,markers/* userText */.fz)((0,markers/* normalizeLines */.tZ)(body), issueKey);
    if (text.before.length + text.after.length <= markers/* USER_TEXT_LIMIT */._y)
        return text;
    throw new errors/* ActionError */.lZ(`The tracking issue has no space for the list: people wrote more than ${markers/* USER_TEXT_LIMIT */._y} characters above and below it. Shorten their text.`);
}
/** So many rooms are kept that neither the list nor the state has space for all of them. */
function warnOfLostTicks({ kept, issueKey }, body) {
    const remembered = (0,issue_state/* decodeState */.UJ)((0,markers/* ownBlock */.UB)(body, issueKey), issueKey)?.kept;
    if (remembered !== undefined)
        return [];
    const { boxes } = (0,ticks/* readTicks */.bn)(body, issueKey);
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
    const body = (0,markers/* normalizeLines */.tZ)(current.body);
    const state = (0,issue_state/* decodeState */.UJ)((0,markers/* ownBlock */.UB)(body, issueKey), issueKey);
    const { boxes, unreadable, listed: shown } = (0,ticks/* readTicks */.bn)(body, issueKey);
    const changed = (0,ticks/* changedBoxes */.wR)(options.boxesAtStart, boxes);
    const next = nextState(options, state, shown);
    const listed = next.abandoned?.size ?? 0;
    const setHash = state?.setHash ?? hashShown(shown);
    const isOpen = decideOpen(current, listed, setHash, next);
    const kept = { ...NOTHING, unreadable, note: noteOn(current, isOpen, listed, setHash) };
    const isLeftAlone = !isOpen && listed > 0;
    if (isOpen === current.isOpen &&
        (isLeftAlone || (0,markers/* hasSameLines */.Wk)(renderPlanned(options, next, changed), body))) {
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
    return isOpen && setHash === (0,issue_state/* hashSet */.zI)([]);
}
/** @param setHash as for `decideOpen`: this action itself closes the issue if no room is abandoned */
function noteOn(current, isOpen, listed, setHash) {
    const wasListed = setHash !== null && setHash !== (0,issue_state/* hashSet */.zI)([]);
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
    return shown.size === 0 ? null : (0,issue_state/* hashSet */.zI)(shown);
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
        return { kind: 'closed', marker: (0,comment_text/* commentMarker */.Ql)('closed', before, []), rooms: new Set() };
    }
    const added = newRooms(report, state);
    if (!commentsOnNew || added.size === 0)
        return null;
    // This comment replaces one that another run has announced and not made: it names those rooms as well.
    const replaced = state?.comment?.kind === 'new' ? state.marked : [];
    const rooms = new Set([...added, ...replaced]);
    return { kind: 'new', marker: (0,comment_text/* commentMarker */.Ql)('new', before, added), rooms };
}

// EXTERNAL MODULE: ./lib/tracking/comment.js
var tracking_comment = __webpack_require__(3788);
// EXTERNAL MODULE: ./lib/tracking/find.js
var find = __webpack_require__(9648);
// EXTERNAL MODULE: ./lib/github/failure.js + 1 modules
var failure = __webpack_require__(8336);
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
    const created = await host.create(issue, async () => (0,find/* chooseIssue */.j8)((await (0,find/* findIssues */.I0)(context)).ours));
    // Only the run with the younger issue acts, so that one of the two stays.
    const { ours } = await (0,find/* findIssues */.I0)(context);
    const older = (0,find/* chooseIssue */.j8)(ours.filter(({ isOpen, number }) => isOpen && number < created.number));
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
    await (0,tracking_comment/* commentOnce */.ZD)(context, number, { text, marker: text });
    const { unreadable } = (0,ticks/* readTicks */.bn)((0,markers/* normalizeLines */.tZ)(duplicate.issue.body), settings.issueKey);
    await (0,tracking_comment/* saveUnreadable */.Ft)(context, number, unreadable);
    const { decision } = await host.edit(number, (current) => {
        const body = (0,markers/* normalizeLines */.tZ)(current.body);
        const { before, after } = (0,markers/* userText */.fz)(body, settings.issueKey);
        const pointer = `This issue was opened by a run at the same time as another one. The tracking issue is #${kept.number}.`;
        const changed = (0,ticks/* changedBoxes */.wR)(duplicate.boxes, (0,ticks/* readTicks */.bn)(body, settings.issueKey).boxes);
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
    const { ours, erased } = await (0,find/* findIssues */.I0)(context);
    const issue = (0,find/* chooseIssue */.j8)(ours.length > 0 ? ours : erased);
    const isErased = issue !== null && issue.body.trim() === '';
    if (isErased) {
        log.warning(`The text of issue #${issue.number} was erased. Its ticks and what it remembered of the last run are lost; the list is written again.`);
    }
    const duplicates = ours
        .filter((other) => other.isOpen && other !== issue && !(0,markers/* hasOtherKey */.E2)(other.body, issueKey))
        .map((other) => ({ issue: other, boxes: (0,ticks/* readTicks */.bn)((0,markers/* normalizeLines */.tZ)(other.body), issueKey).boxes }));
    const body = (0,markers/* normalizeLines */.tZ)(issue?.body ?? '');
    const state = issue === null ? null : (0,issue_state/* decodeState */.UJ)((0,markers/* ownBlock */.UB)(body, issueKey), issueKey);
    const { boxes, approved } = (0,ticks/* readTicks */.bn)(body, issueKey);
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
        pending: (0,comment_text/* pendingComment */.$r)(state),
        // Whoever closes the issue takes the approval back.
        approved: issue?.isOpen === true ? approved : new Set(),
        kept: (0,ticks/* keptRooms */.dp)(state, new Map([...boxes, ...ticked]), (0,days/* dayOf */.kb)(now), keepDays),
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
    const issue = isWanted ? await (0,find/* findAnywhere */.lN)(context) : snapshot.issue;
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
        current: current === null ? null : { ...current, isClosedByAutomation: (0,find/* isClosedByAutomation */.Rz)(current, viewer) },
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
        (0,tracking_comment/* warnOfUnreadable */.Rx)(context, issue.number, unreadable, report.redacted);
    return { action: 'none', number: issue?.number ?? null, url: issue?.url ?? null };
}
async function editIssue(context, { pending }, report, { number, url }, plan) {
    if (pending !== null)
        await (0,tracking_comment/* makePending */.mf)(context, number, pending, report);
    const done = await editSavingLines(context, number, plan);
    (0,tracking_comment/* warnOfUnreadable */.Rx)(context, number, done.unreadable, report.redacted);
    for (const warning of done.warnings)
        context.log.warning(warning);
    // After the edit: if two runs have the same comment to make, the text of the issue says which of them makes it.
    if (done.comment !== null)
        await (0,tracking_comment/* makeAnnounced */.u0)(context, number, done.comment, report);
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
        await (0,tracking_comment/* saveUnreadable */.Ft)(context, number, decision.unsaved);
        for (const line of decision.unsaved)
            saved.add(line);
    }
}


/***/ })

};
