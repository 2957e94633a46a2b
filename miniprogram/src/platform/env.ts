/**
 * Which build this is. Taro replaces `process.env.TARO_ENV` at build time, so the other branch is dropped.
 * Guard by this, never by try/catch: on H5 unsupported APIs resolve with empty answers instead of failing.
 */
export const IS_WEAPP = process.env.TARO_ENV === 'weapp';
export const IS_H5 = process.env.TARO_ENV === 'h5';
