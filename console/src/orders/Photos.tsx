import type { PhotoView } from '@yihu/shared';
import { Image } from 'antd';
import { useEffect, useState } from 'react';
import { holdKeys, useKeys } from '../keys';

interface Props {
  photos: readonly PhotoView[];
  /** What they show, for who cannot see them. */
  label: string;
  /** Opens the first of them. */
  hotkey?: string;
}

/** Pictures in a row, each a button; one opens large, arrows go on, Esc comes back to where one was. */
export function Photos({ photos, label, hotkey = '' }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const isOpen = at !== null;
  useEffect(() => (isOpen ? holdKeys() : undefined), [isOpen]);
  useKeys('办理', [
    { key: hotkey, label: '看照片', run: () => setAt(0), active: hotkey !== '' && photos.length > 0 },
  ]);
  if (photos.length === 0) return null;
  return (
    <div className="bench-photos">
      {photos.map((photo, index) => (
        <button
          key={photo.id}
          type="button"
          className="bench-photo"
          aria-label={`${label}的照片 ${index + 1},共 ${photos.length} 张`}
          onClick={() => setAt(index)}
        >
          <img src={photo.thumbUrl} alt="" width={72} height={72} loading="lazy" />
        </button>
      ))}
      <Image.PreviewGroup
        items={photos.map((photo, index) => ({ src: photo.url, alt: `${label}的照片 ${index + 1}` }))}
        preview={{
          open: isOpen,
          current: at ?? 0,
          onChange: setAt,
          onOpenChange: (open) => setAt(open ? (at ?? 0) : null),
        }}
      />
    </div>
  );
}
