import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useFilters } from '../components';

/** A span of days kept in the address; without one the server's own last weeks count. */
export function SpanPicker() {
  const [{ from, to }, filter] = useFilters();
  return (
    <DatePicker.RangePicker
      aria-label="哪一段时间"
      value={from !== undefined && to !== undefined ? [dayjs(from), dayjs(to)] : null}
      onChange={(days) =>
        filter({ from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD') })
      }
    />
  );
}
