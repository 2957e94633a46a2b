// Secrets of this installation: made once, kept beside the data they protect, readable by their owner only.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Plain } from './bootstrap.mjs';

const key32 = () => randomBytes(32).toString('base64');
const hex = (/** @type {number} */ bytes) => randomBytes(bytes).toString('hex');

/** How each secret is made, under the name of the variable the server reads. */
const MAKERS = {
  YIHU_SECRET_KEY: key32,
  YIHU_INDEX_KEY: key32,
  WX_APP_SECRET: () => hex(16),
  WX_PUSH_TOKEN: () => hex(16),
  // WeChat's EncodingAESKey: base64 of 32 bytes without its padding, of letters and digits only.
  WX_AES_KEY: () => hex(32).slice(0, 43),
};

/** @typedef {Record<keyof typeof MAKERS, string>} Secrets */

/**
 * Adds what is missing and never replaces what is there: a new key would make stored phone numbers unreadable.
 * @param {Partial<Secrets>} known
 * @returns {Secrets}
 */
export function completeSecrets(known) {
  const made = Object.entries(MAKERS).map(([name, make]) => [name, make()]);
  return /** @type {Secrets} */ ({ ...Object.fromEntries(made), ...known });
}

/** @param {string} file @param {string} text */
function writeDurably(file, text) {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}

/**
 * @param {string} dataDir created when missing
 * @returns {Secrets} the same ones at every start on this folder
 */
export function loadSecrets(dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secrets.json');
  /** @type {Partial<Secrets>} */
  let known = {};
  if (existsSync(file)) {
    try {
      known = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      throw new Plain(
        `${file} 已损坏。其中的密钥用于读取已存的手机号,请从备份恢复;若要放弃旧数据,请删除整个 ${dataDir} (secrets are damaged: restore them, or remove the whole folder to start over)`,
      );
    }
  }
  const secrets = completeSecrets(known);
  if (Object.keys(secrets).some((name) => !(name in known))) {
    writeDurably(file, `${JSON.stringify(secrets, null, 2)}\n`);
  }
  return secrets;
}
