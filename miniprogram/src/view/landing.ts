import type { Me } from '@yihu/shared';

/** Which parts of the app a person has. */
export interface Parts {
  /** Files complaints of her own. */
  files: boolean;
  /** Has orders to sign and handle. */
  handles: boolean;
  /** Works at the hotline office (or looks over its shoulder). */
  desk: boolean;
  /** Signs orders; others who handle are only called in by procedures. */
  signs: boolean;
  /** Answers for a community: reads what others handle in it. */
  watches: boolean;
  /** Leads the street: begins with the figures of the morning. */
  leads: boolean;
  /** Looks on what others handle in her community. */
  looksOn: boolean;
  /** Takes down what callers say. */
  filesForCallers: boolean;
}

export function partsOf(me: Pick<Me, 'permissions'>): Parts {
  const may = (permission: Me['permissions'][number]) => me.permissions.includes(permission);
  return {
    files: may('order:file'),
    handles: may('order:readUnit'),
    desk: may('order:readOffice'),
    signs: may('order:sign'),
    watches: may('order:readArea'),
    leads: may('order:decide'),
    looksOn: may('order:readArea'),
    filesForCallers: may('order:fileFor'),
  };
}

/** The tab a person starts on: staff on their work, everybody else at home. */
export function landingTab(me: Pick<Me, 'permissions'>): 'resident/home/index' | 'handler/tasks/index' {
  const { handles, desk } = partsOf(me);
  return handles || desk ? 'handler/tasks/index' : 'resident/home/index';
}

/** 网格员 · 丁香社区第一网格, for each role; empty for a resident. */
export function roleText(me: Pick<Me, 'roles'>): string {
  return me.roles
    .filter(({ role }) => role !== 'RESIDENT')
    .map(({ roleLabel, unitName }) => `${roleLabel} · ${unitName}`)
    .join(';');
}
