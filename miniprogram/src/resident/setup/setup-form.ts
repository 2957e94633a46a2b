export type AdminKey = 'system' | 'security' | 'audit';

interface Named {
  name: string;
  login: string;
}

/** What is typed on the first run. */
export interface SetupForm extends Record<AdminKey, Named> {
  code: string;
  name: string;
  shortName: string;
  areaCode: string;
  prefix: string;
}

const NOBODY: Named = { name: '', login: '' };
export const EMPTY: SetupForm = {
  code: '',
  name: '',
  shortName: '',
  areaCode: '',
  prefix: '',
  system: NOBODY,
  security: NOBODY,
  audit: NOBODY,
};

/** Nothing is left blank; the server judges the rest. */
export function isReady(form: SetupForm): boolean {
  const { system, security, audit, ...texts } = form;
  const all = [system, security, audit].flatMap(({ name, login }) => [name, login]);
  return [...Object.values(texts), ...all].every((text) => text.trim() !== '');
}

/** The body of POST /api/setup. */
export function setupBody({ code, name, shortName, areaCode, prefix, ...admins }: SetupForm) {
  const street = {
    name: name.trim(),
    shortName: shortName.trim(),
    code: areaCode.trim(),
    prefix: prefix.trim().toUpperCase(),
  };
  return { code: code.trim(), street, ...admins };
}
