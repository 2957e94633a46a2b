import { Image, View } from '@tarojs/components';
import { previewPhotos } from '../platform/media';

export interface StripPhoto {
  id: string;
  /** Thumbnail and full picture, as links the server signed. */
  thumbUrl: string;
  url: string;
}

/** Photos to look at; a tap opens them full screen. `label` names what they show. */
export function PhotoStrip({ photos, label }: { photos: readonly StripPhoto[]; label: string }) {
  if (photos.length === 0) return null;
  const urls = photos.map(({ url }) => absoluteUrl(url));
  return (
    <View className="yh-strip">
      {photos.map((photo, index) => (
        <Image
          key={photo.id}
          className="yh-strip__image"
          mode="aspectFill"
          src={absoluteUrl(photo.thumbUrl)}
          aria-label={`${label},第 ${index + 1} 张`}
          onClick={() => previewPhotos(urls, absoluteUrl(photo.url))}
        />
      ))}
    </View>
  );
}

/** A link of the server as an image can load it: it gives links relative to itself, WeChat needs the whole address. */
export function absoluteUrl(url: string): string {
  return url.startsWith('/') ? YIHU_API_BASE + url : url;
}
