import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './request';

/** A refusal is final; only what never reached the server is worth another try by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Without a network a screen says so and offers another try, instead of waiting in silence.
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.status === 0,
    },
    mutations: { retry: false },
  },
});
