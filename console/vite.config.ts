import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The address of a running server for `pnpm dev`. */
const SERVER = process.env.YIHU_SERVER ?? 'http://127.0.0.1:3000';

export default defineConfig({
  base: '/desk/',
  plugins: [react()],
  build: {
    target: 'es2023',
    // The server keeps files named by eight hex digits of their content for a year.
    rollupOptions: {
      output: {
        hashCharacters: 'hex',
        entryFileNames: 'assets/[name].[hash:8].js',
        chunkFileNames: 'assets/[name].[hash:8].js',
        assetFileNames: 'assets/[name].[hash:8][extname]',
      },
    },
    // Charts and map are larger than Vite's idea of a chunk and are loaded by their screens only.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': SERVER, '/files': SERVER } },
});
