import { PlusOutlined } from '@ant-design/icons';
import { type Field, newKey } from '@yihu/shared';
import { Upload, type UploadFile } from 'antd';
import { useState } from 'react';
import { uploadPhoto } from '../api/attachments';
import { errText } from '../api/request';

interface Props {
  id?: string;
  'aria-label'?: string;
  field: Extract<Field, { kind: 'photos' }>;
  value: string[];
  onChange: (ids: string[]) => void;
}

/** Photos from this machine; each says by name what became of it, and a refused one does not stop the others. */
export function PhotoUpload({ field, onChange, ...aria }: Props) {
  const [files, setFiles] = useState<UploadFile<string>[]>([]);
  const [group] = useState(newKey);
  return (
    <Upload<string>
      {...aria}
      accept="image/jpeg,image/png,image/webp,image/heic,image/heif"
      listType="picture-card"
      multiple
      maxCount={field.max}
      fileList={files}
      customRequest={({ file, onSuccess, onError }) => {
        uploadPhoto(file as File, group, field.purpose).then(
          (id) => onSuccess?.(id),
          (e: unknown) => onError?.(new Error(errText(e))),
        );
      }}
      onChange={({ fileList }) => {
        setFiles(
          fileList.map((file) =>
            file.status === 'error' && file.error instanceof Error
              ? { ...file, response: `${file.name}:${file.error.message}` }
              : file,
          ),
        );
        onChange(
          fileList.flatMap(({ status, response }) => (status === 'done' && response ? [response] : [])),
        );
      }}
    >
      {files.length < field.max && (
        <span>
          <PlusOutlined aria-hidden /> 添加
        </span>
      )}
    </Upload>
  );
}
