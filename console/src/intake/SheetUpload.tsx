import { FileExcelOutlined } from '@ant-design/icons';
import { Alert, Button, Upload } from 'antd';
import { useState } from 'react';

/** Larger than any list of a meeting; a wrong file should not freeze the screen. */
const MOST_BYTES = 5 * 1024 * 1024;

/** Reads the first sheet of a workbook; what cannot be read is told, and what was there before stays. */
export function SheetUpload({ onRead }: { onRead: (pasted: string) => void }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const read = async (file: File) => {
    if (file.size > MOST_BYTES) return setSaid(`「${file.name}」超过 5 MB,请只留要登记的行`);
    setBusy(true);
    setSaid('');
    try {
      const { pastedOf } = await import('./xlsx-rows');
      const pasted = await pastedOf(file);
      if (pasted.trim() === '') setSaid(`「${file.name}」的第一张表是空的`);
      else onRead(pasted);
    } catch {
      setSaid(`「${file.name}」读不出来,请确认是 .xlsx 表格(旧的 .xls 请另存为 .xlsx)`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Upload
        accept=".xlsx"
        showUploadList={false}
        beforeUpload={(file) => {
          void read(file);
          return false;
        }}
      >
        <Button id="meeting-file" icon={<FileExcelOutlined />} loading={busy}>
          选 .xlsx 文件
        </Button>
      </Upload>
      {said !== '' && <Alert type="error" showIcon role="alert" title={said} />}
    </>
  );
}
