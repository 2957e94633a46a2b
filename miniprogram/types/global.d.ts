/// <reference types="@tarojs/taro" />

declare module '*.scss';

/** The server's address, put in at build time: '' on H5 (same origin). */
declare const YIHU_API_BASE: string;
