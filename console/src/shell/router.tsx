import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';
import { SCREENS } from '../routes';
import { can } from '../session/session';
import { getSession } from '../session/store';
import { Frame } from './Frame';
import { Guarded } from './Guarded';

/** Search params are kept as the plain texts of the address, so that a link can be read and written by hand. */
const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));
const stringifySearch = (search: Record<string, unknown>): string => {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
};

const root = createRootRoute({ component: Frame });
const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    const me = getSession()?.me;
    const first = SCREENS.find(({ permission, hidden }) => !hidden && me && can(me, permission));
    throw redirect({ to: first?.path ?? '/none', replace: true });
  },
});
const screens = SCREENS.map((screen) =>
  createRoute({
    getParentRoute: () => root,
    path: screen.path,
    validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
    component: () => <Guarded screen={screen} />,
  }),
);
const none = createRoute({
  getParentRoute: () => root,
  path: '/none',
  component: () => <Guarded screen={null} />,
});

export const router = createRouter({
  routeTree: root.addChildren([index, none, ...screens]),
  history: createHashHistory(),
  parseSearch,
  stringifySearch,
  defaultNotFoundComponent: () => <Guarded screen={null} />,
});
