import Taro from '@tarojs/taro';
import { IS_H5 } from './env';

/** A text file ready to be handed to the person. */
export interface ReadyFile {
  name: string;
  /** WeChat: where it was written. H5: a link to its bytes. */
  path: string;
}

/** Writes the text where it can be handed over from. Rejects when the phone has no room. */
export async function readyFile(name: string, text: string): Promise<ReadyFile> {
  if (IS_H5) {
    const blob = new Blob(['\uFEFF', text], { type: 'text/plain;charset=utf-8' });
    return { name, path: URL.createObjectURL(blob) };
  }
  const path = `${Taro.env.USER_DATA_PATH}/${name}`;
  await new Promise<void>((resolve, reject) => {
    Taro.getFileSystemManager().writeFile({
      filePath: path,
      data: text,
      encoding: 'utf8',
      success: () => resolve(),
      fail: () => reject(new Error('手机存储空间不够,文件没有写成;可以先复制文字')),
    });
  });
  return { name, path };
}

/**
 * Hands the file over: H5 downloads it, WeChat sends it to a chat of hers (文件传输助手). Must be called straight from a
 * tap. Closing WeChat's list of chats is no fault.
 */
export async function giveFile({ name, path }: ReadyFile): Promise<void> {
  if (IS_H5) {
    const link = document.createElement('a');
    link.href = path;
    link.download = name;
    link.click();
    return;
  }
  await Taro.shareFileMessage({ filePath: path, fileName: name }).catch(() => undefined);
}
