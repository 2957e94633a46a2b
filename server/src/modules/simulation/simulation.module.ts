import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module';
import { SimulationController } from './simulation.controller';
import { SimulationQuery } from './simulation.query';
import { SimulationService } from './simulation.service';
import { Simulator } from './simulator.service';

@Module({
  imports: [ClocksModule],
  controllers: [SimulationController],
  providers: [SimulationQuery, SimulationService, Simulator],
})
export class SimulationModule {}
