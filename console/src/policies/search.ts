import { matchOf } from '../shell/pinyin';

/** How a select of words is searched: by the words or their 拼音首字母. */
export const searched = {
  filterOption: (typed: string, option?: { label?: unknown }) =>
    matchOf(String(option?.label ?? ''), typed) > 0,
};
