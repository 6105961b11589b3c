import { Testing } from 'cdktf';
import { disableCreationStacks } from '../../src/app/creation-stacks';

disableCreationStacks();
Testing.setupJest();
