import { provide } from 'undici';
import * as undici from 'undici-full';

// Octokit's connections are undici's; with it, the start of a run without GitHub would take twice as long. A module of
// its own, to be imported first: behind a proxy, @actions/github makes its agent when it is loaded.
provide(undici);
