import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { LedgersModule } from '../ledgers/ledgers.module';
import { OrdersModule } from '../orders/orders.module';
import { MembersService } from './members.service';
import { ProblemsController } from './problems.controller';
import { ProblemsQuery } from './problems.query';
import { ProblemsService } from './problems.service';

@Module({
  imports: [DirectoryModule, LedgersModule, OrdersModule],
  controllers: [ProblemsController],
  providers: [MembersService, ProblemsQuery, ProblemsService],
})
export class ProblemsModule {}
