import { DownloadOutlined } from '@ant-design/icons';
import type { ExportTableName } from '@yihu/shared';
import { Button } from 'antd';
import { takeTable } from '../api/downloads';
import type { Query } from '../api/request';
import { useDoing } from './use-doing';

interface Props {
  table: ExportTableName;
  /** As the screen asks for what it shows. */
  query: Query;
  disabled?: boolean;
  children?: string;
}

/** Hands out what the screen shows as a workbook; each one taken is remembered. */
export function DownloadButton({ table, query, disabled = false, children = '导出表格' }: Props) {
  const { run, busy } = useDoing();
  return (
    <Button
      id={`export-${table}`}
      className="desk-no-print"
      icon={<DownloadOutlined />}
      disabled={disabled}
      loading={busy}
      title="导出为 Excel 表格,最多 10000 行;谁导出了什么会记下来"
      onClick={() => void run('已导出', () => takeTable(table, query))}
    >
      {children}
    </Button>
  );
}
