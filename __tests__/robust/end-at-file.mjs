// Loaded in front of the built action: ends the process with END_SIGNAL when the report file END_AT (from 1) is half
// written (END_WHEN=writing: bytes are in the file, more are to come), or is whole and has not got its name yet
// (END_WHEN=naming).
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { END_AT, END_WHEN, END_SIGNAL } = process.env;
const end = () => {
  process.kill(process.pid, END_SIGNAL);
  // A signal of one's own process is delivered at once or a little later: nothing may happen in between.
  return new Promise(() => setInterval(() => undefined, 1000));
};
let files = 0;

const { rename, writeFile } = promises;
promises.writeFile = async (path, ...rest) => {
  files += 1;
  if (END_WHEN === 'writing' && String(files) === END_AT) {
    await writeFile(path, '{"half":');
    return end();
  }
  return writeFile(path, ...rest);
};
promises.rename = (...paths) =>
  END_WHEN === 'naming' && String(files) === END_AT ? end() : rename(...paths);
syncBuiltinESMExports();
