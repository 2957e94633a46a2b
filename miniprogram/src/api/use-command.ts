import { type CommandIds, makeCommandIds } from '@yihu/shared';
import { useState } from 'react';

/** Ids for the commands of one page, as long as it stays open. */
export function useCommand(): CommandIds {
  return useState(makeCommandIds)[0];
}
