import { isQuantity } from '../values/quantity';
import { isSubnetChoice } from '../values/subnet-choice';
import { writeQuantity, writeSubnetChoice } from './machine-scalar-texts';
import { settingThat, textThat } from './scalars';

/** An amount of processors or memory. */
export const quantity = settingThat(writeQuantity(), isQuantity);

/** A network or an address, or one that is excluded. */
export const subnetChoice = textThat(writeSubnetChoice(), isSubnetChoice);
