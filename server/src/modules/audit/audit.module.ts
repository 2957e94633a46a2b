import { Global, Module } from '@nestjs/common';
import { AuditController } from './audit.controller';
import { AuditQuery } from './audit.query';
import { AuditStore } from './audit.store';
import { AuditAnchors } from './audit-anchors';
import { AuditChainStore } from './audit-chain.store';
import { AuditNames } from './audit-names.query';
import { AuditSealer } from './audit-sealer.service';
import { AuditTailQuery } from './audit-tail.query';
import { AuditTrimmer } from './audit-trim.service';
import { AuditVerifier } from './audit-verify.service';

@Global()
@Module({
  controllers: [AuditController],
  providers: [
    AuditStore,
    AuditChainStore,
    AuditAnchors,
    AuditSealer,
    AuditTrimmer,
    AuditVerifier,
    AuditTailQuery,
    AuditNames,
    AuditQuery,
  ],
  exports: [
    AuditStore,
    AuditChainStore,
    AuditAnchors,
    AuditSealer,
    AuditTrimmer,
    AuditVerifier,
    AuditTailQuery,
  ],
})
export class AuditModule {}
