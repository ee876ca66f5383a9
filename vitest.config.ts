import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts", "test/unit/**/*.test.ts", "test/hostile/**/*.test.ts"], setupFiles: ["test/helpers/scrub-environment.ts"] } },
      { test: { name: "replay", include: ["test/replay/**/*.test.ts"], setupFiles: ["test/helpers/scrub-environment.ts"] } },
      { test: { name: "nginx", include: ["test/nginx-agreement/**/*.test.ts"], setupFiles: ["test/helpers/scrub-environment.ts"] } },
      {
        test: {
          name: "docker",
          include: ["test/docker/**/*.test.ts"],
          setupFiles: ["test/helpers/scrub-environment.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          maxConcurrency: 2,
        },
      },
      { test: { name: "score", include: ["test/score/**/*.test.ts"], setupFiles: ["test/helpers/scrub-environment.ts"], testTimeout: 300_000, hookTimeout: 300_000, maxConcurrency: 3 } },
      { test: { name: "table", include: ["test/table/**/*.test.ts"], setupFiles: ["test/helpers/scrub-environment.ts"], testTimeout: 300_000, hookTimeout: 300_000, maxConcurrency: 3 } },
    ],
  },
});
