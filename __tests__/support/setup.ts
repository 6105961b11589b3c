import { Testing } from 'cdktf';
import { disableCreationStacks } from '../../stacks/creation-stacks';

disableCreationStacks();
Testing.setupJest();
