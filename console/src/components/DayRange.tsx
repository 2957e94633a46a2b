import { DatePicker } from 'antd';
import dayjs from 'dayjs';

const DAY = 'YYYY-MM-DD';

// A type, so that it fits filters of the address as it is.
type Days = {
  fromDay: string;
  toDay: string;
};

/** A first and a last day; there are always both. */
export function DayRange({ fromDay, toDay, onChange }: Days & { onChange: (days: Days) => void }) {
  return (
    <DatePicker.RangePicker
      aria-label="起止日期"
      allowClear={false}
      value={[dayjs(fromDay), dayjs(toDay)]}
      onChange={(days) => {
        const [from, to] = days ?? [];
        if (from && to) onChange({ fromDay: from.format(DAY), toDay: to.format(DAY) });
      }}
    />
  );
}
