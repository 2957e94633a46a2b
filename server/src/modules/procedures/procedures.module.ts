import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module';
import { DirectoryModule } from '../directory/directory.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrdersModule } from '../orders/orders.module';
import { PoliciesModule } from '../policies/policies.module';
import { InstructByPolicy } from './instruct-by-policy';
import { KeepPrecedents } from './keep-precedents';
import { LedgerDoor } from './ledger-door';
import { OrderTraces } from './order-traces';
import { ProcedureFiguresQuery } from './procedure-figures.query';
import { ProcedureHomes } from './procedure-homes';
import { ProcedureInboxQuery } from './procedure-inbox.query';
import { ProcedureMembers } from './procedure-members';
import { ProcedureNotices } from './procedure-notices';
import { ProcedureWords } from './procedure-words';
import { ProcedureWorld } from './procedure-world';
import { ProcedureWriter } from './procedure-writer';
import { ProceduresController } from './procedures.controller';
import { ProceduresQuery } from './procedures.query';
import { ProceduresService } from './procedures.service';
import { ProceduresStore } from './procedures.store';
import { ProceduresBegin } from './procedures-begin';
import { ProceduresEnd } from './procedures-end';
import { ProceduresSweep } from './procedures-sweep.service';
import { RunClocksStore } from './run-clocks.store';
import { RunRecords } from './run-records';
import { StepEffects } from './step-effects';

@Module({
  imports: [AttachmentsModule, DirectoryModule, NotificationsModule, OrdersModule, PoliciesModule],
  controllers: [ProceduresController],
  providers: [
    InstructByPolicy,
    KeepPrecedents,
    LedgerDoor,
    OrderTraces,
    ProcedureFiguresQuery,
    ProcedureHomes,
    ProcedureInboxQuery,
    ProcedureMembers,
    ProcedureNotices,
    ProcedureWords,
    ProcedureWorld,
    ProcedureWriter,
    ProceduresBegin,
    ProceduresEnd,
    ProceduresQuery,
    ProceduresService,
    ProceduresStore,
    ProceduresSweep,
    RunClocksStore,
    RunRecords,
    StepEffects,
  ],
  exports: [
    LedgerDoor,
    ProcedureHomes,
    ProcedureMembers,
    ProcedureWriter,
    ProceduresQuery,
    ProceduresService,
    ProceduresStore,
    ProceduresSweep,
  ],
})
export class ProceduresModule {}
