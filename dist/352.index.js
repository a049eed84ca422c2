export const id = 352;
export const ids = [352];
export const modules = {

/***/ 2352:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  issueHost: () => (/* binding */ issueHost)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 10 modules
var schemas = __webpack_require__(2896);
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


/***/ })

};
