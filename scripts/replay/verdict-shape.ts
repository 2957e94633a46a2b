/** What one street's month came to. Rates are left to the reader: parts and wholes are counted. */
export interface StreetFigures {
  street: string;
  orders: number;
  ended: number;
  dispatched: number;
  handled: number;
  handledLate: number;
  returned: number;
  extended: number;
  cohandled: number;
  reworked: number;
  disputed: number;
  rated: number;
  satisfied: number;
}

export interface MonthVerdict {
  events: number;
  procedures: number;
  items: number;
  figures: StreetFigures[];
  problems: string[];
}
