/** Without a touch for so long, nobody is taken to sit before the screen. */
const AWAY_MS = 60_000;
let touchedAt = performance.now();

for (const name of ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const) {
  addEventListener(
    name,
    () => {
      touchedAt = performance.now();
    },
    { passive: true, capture: true },
  );
}

/** Whether somebody has touched this window lately: what it asks by itself keeps no session from ending. */
export const isAttended = (): boolean => performance.now() - touchedAt < AWAY_MS;
