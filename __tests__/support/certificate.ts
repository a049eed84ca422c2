import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CONFIG = `[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
[name]
CN = sandbox portal
[extensions]
basicConstraints = critical, CA:TRUE
subjectAltName = DNS:localhost, DNS:portal.invalid, IP:127.0.0.1
`;

/**
 * Makes a certificate that nobody vouches for, for 127.0.0.1, localhost and portal.invalid. Needs `openssl`.
 *
 * @param directory gets the files
 */
export async function selfSigned(
  directory: string,
): Promise<{ readonly key: string; readonly cert: string; readonly certPath: string }> {
  const [config, keyPath, certPath] = ['openssl.cnf', 'key.pem', 'cert.pem'].map((name) =>
    join(directory, name),
  ) as [string, string, string];
  await writeFile(config, CONFIG);
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-config', config],
    ...['-keyout', keyPath, '-out', certPath],
  ]);
  return { key: await readFile(keyPath, 'utf8'), cert: await readFile(certPath, 'utf8'), certPath };
}
