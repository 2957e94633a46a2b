import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { ConfigError, Env } from '../../config/env';
import {
  type DatabaseOptions,
  durabilityProblems,
  engineOf,
  readerOptions,
  type Schema,
  writerOptions,
} from './data-source';
import { Db } from './db';
import { migrate } from './migrate';

const READER = Symbol('reading data source');

/** Opens the writing data source, migrates it, and refuses one whose commits would not survive a power cut. */
async function openWriter(options?: DataSourceOptions): Promise<DataSource> {
  if (options === undefined) throw new Error('no data source options');
  const writer = await new DataSource(options).initialize();
  await migrate(writer);
  const problems = await durabilityProblems((sql) => writer.query(sql), engineOf(writer));
  if (problems.length > 0) throw new ConfigError(problems);
  return writer;
}

function databaseOf(env: Env): DatabaseOptions {
  return { url: env.databaseUrl, dataDir: env.dataDir, statementMs: env.dbTimeoutMs };
}

/** Opens the database once per process and offers it as `Db`. */
@Global()
@Module({})
export class DbModule implements OnApplicationShutdown {
  constructor(
    @Inject(READER) private readonly reader: DataSource,
    @Inject(getDataSourceToken()) private readonly writer: DataSource,
  ) {}

  static register(schema: Schema): DynamicModule {
    return {
      module: DbModule,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [Env],
          useFactory: (env: Env) => ({
            ...writerOptions(databaseOf(env), schema),
            retryAttempts: 1,
          }),
          dataSourceFactory: openWriter,
        }),
      ],
      providers: [
        {
          provide: READER,
          inject: [Env, getDataSourceToken()],
          useFactory: (env: Env, writer: DataSource) => {
            const options = readerOptions(databaseOf(env));
            return options === null ? writer : new DataSource(options).initialize();
          },
        },
        {
          provide: Db,
          inject: [getDataSourceToken(), READER, Env],
          useFactory: (writer: DataSource, reader: DataSource, env: Env) =>
            new Db(writer, reader, env.dbTimeoutMs),
        },
      ],
      exports: [Db],
    };
  }

  /** TypeOrmModule closes the writer; the reader is ours. */
  async onApplicationShutdown(): Promise<void> {
    if (this.reader !== this.writer && this.reader.isInitialized) await this.reader.destroy();
  }
}
