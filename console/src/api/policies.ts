import type {
  PolicyCheckAnswer,
  PolicyKindName,
  PolicyKindsAnswer,
  PolicyVersion,
  PolicyView,
  SimulateAnswer,
} from '@yihu/shared';
import { get, post } from './request';

export const POLICIES = ['policies'] as const;
const of = (kind: PolicyKindName) => `/api/policies/kinds/${kind}`;

export const policyKinds = () => get<PolicyKindsAnswer>('/api/policies');
export const policyVersions = (kind: PolicyKindName) => get<{ versions: PolicyVersion[] }>(of(kind));
export const policyVersion = (id: string) => get<PolicyView>(`/api/policies/versions/${id}`);
/** What saving would say, without saving. */
export const checkPolicy = (kind: PolicyKindName, body: object) =>
  post<PolicyCheckAnswer>(`${of(kind)}/check`, { body });
/** `base` is the newest version there is; refused when somebody has saved one since. */
export const savePolicy = (
  kind: PolicyKindName,
  input: { body: object; base: number; note: string; effectiveAt?: string },
) => post<PolicyView>(of(kind), input);
export const approvePolicy = (id: string) => post<PolicyView>(`/api/policies/versions/${id}/approve`);

export interface SimulateInput {
  fromDay: string;
  toDay: string;
  clock?: object;
  limit?: object;
  presets?: string[];
}
export const simulate = (input: SimulateInput) => post<SimulateAnswer>('/api/policies/simulate', input);
