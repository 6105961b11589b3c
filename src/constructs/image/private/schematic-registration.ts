import { TerraformProvider, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  ImageFactorySchematic,
  type ImageFactorySchematicConfig,
} from '../../../../.gen/providers/talos/image-factory-schematic';
import type { TalosProvider } from '../../../../.gen/providers/talos/provider';
import { factoryOfProviderDiffers, schematicIdDiffers } from '../../../errors/constructs';
import { DEFAULT_FACTORY_URL, type ImageFacts } from './image-facts';
import { sharedInStack } from '../../private/stack-shared';
import { escapeTemplate } from '../../private/template-text';

/** Makes the schematic known to the factory: once in a stack, whatever number of images and versions uses it. */
export function registerSchematic(
  image: Construct,
  facts: ImageFacts,
  provider: TerraformProvider | undefined,
): ImageFactorySchematic {
  image.node.addValidation({ validate: () => factoryFaults(image, facts, provider) });
  const id = [facts.schematic.shortId, provider?.alias].filter((part) => part !== undefined).join('-');
  return sharedInStack(
    image,
    'schematics',
    id,
    (scope) => new ImageFactorySchematic(scope, id, renderSchematic(facts, provider)),
  );
}

function renderSchematic(facts: ImageFacts, provider: TerraformProvider | undefined): ImageFactorySchematicConfig {
  return {
    provider,
    schematic: escapeTemplate(facts.schematic.yaml),
    lifecycle: {
      postcondition: [
        {
          condition: `\${self.id == "${facts.schematicId}"}`,
          errorMessage: schematicIdDiffers(facts.schematicId),
        },
      ],
    },
  };
}

function factoryFaults(image: Construct, facts: ImageFacts, provider: TerraformProvider | undefined): string[] {
  const registrar = (provider ?? defaultTalosProvider(image)) as TalosProvider | undefined;
  const registeredAt = registrar?.imageFactoryUrl?.replace(/\/+$/, '') ?? DEFAULT_FACTORY_URL;
  return registrar === undefined || registeredAt === facts.factoryUrl
    ? []
    : [factoryOfProviderDiffers(facts.factoryUrl, registeredAt)];
}

function defaultTalosProvider(image: Construct): TerraformProvider | undefined {
  return TerraformStack.of(image)
    .node.findAll()
    .filter((construct) => TerraformProvider.isTerraformProvider(construct))
    .find(({ terraformResourceType, alias }) => terraformResourceType === 'talos' && alias === undefined);
}
