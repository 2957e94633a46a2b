import { Image, Text, View } from '@tarojs/components';
import { spoken } from '../platform/a11y';
import { toastError } from '../platform/feedback';
import { previewPhotos } from '../platform/media';
import { Icon } from './Icon';
import type { Photo, Photos } from './use-photos';

/** The photos of `usePhotos` as a row of squares, each with its own state, and a square to add more. */
export function PhotoPicker({ photos, addText = '添加照片' }: { photos: Photos; addText?: string }) {
  const add = () => photos.add().catch(toastError);
  return (
    <View className="yh-photos">
      {photos.list.map((photo, index) => (
        <PhotoSquare key={photo.key} photo={photo} index={index} photos={photos} />
      ))}
      {photos.list.length < photos.max && (
        <View
          id="photo-add"
          className="yh-photo yh-photo--add"
          hoverClass="yh-photo--pressed"
          onClick={add}
          {...spoken({ role: 'button', label: `${addText},还可加 ${photos.max - photos.list.length} 张` })}
        >
          <Icon name="camera" />
          <Text className="yh-photo__add">{addText}</Text>
        </View>
      )}
    </View>
  );
}

/** A photo that only met a bad line and lies safe on the phone is not lost: it waits. */
function stateText({ state, refused, kept }: Photo): string {
  if (state === 'done') return '已上传';
  if (state === 'uploading') return '上传中…';
  return kept && !refused ? '待上传,点此重试' : '没传上,点此重试';
}

function PhotoSquare({ photo, index, photos }: { photo: Photo; index: number; photos: Photos }) {
  const show = () =>
    previewPhotos(
      photos.list.map(({ path }) => path),
      photo.path,
    );
  return (
    <View className={`yh-photo yh-photo--${photo.state}`}>
      <Image
        className="yh-photo__image"
        src={photo.path}
        mode="aspectFill"
        aria-label={`第 ${index + 1} 张照片`}
        onClick={show}
      />
      <View
        className="yh-photo__remove"
        onClick={() => photos.remove(photo.key)}
        {...spoken({ role: 'button', label: `移除第 ${index + 1} 张照片` })}
      >
        <Icon name="cross" />
      </View>
      <View
        className="yh-photo__state"
        onClick={() => photo.state === 'failed' && photos.retry(photo.key)}
        {...spoken({ role: photo.state === 'failed' ? 'button' : 'status' })}
      >
        {stateText(photo)}
      </View>
      {photo.error && <View className="yh-photo__error">{photo.error}</View>}
    </View>
  );
}
