// The package "undici" is a stand-in of this project, see build/undici-stand-in.
import { provide } from 'undici';
import * as undici from 'undici-full';

// A module of its own, to be imported before @actions/github, which makes its agent when it is loaded.
provide(undici);
