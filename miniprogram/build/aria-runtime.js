// Bundled into the WeChat build before the app: tells Taro's runtime the alias of each aria-* attribute.
import { mergeInternalComponents } from '@tarojs/shared';
import { ARIA_ATTRIBUTES } from './aria-attributes';

mergeInternalComponents(ARIA_ATTRIBUTES);
