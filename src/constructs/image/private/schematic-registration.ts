import { TerraformProvider, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import {
  ImageFactorySchematic,
  type ImageFactorySchematicConfig,
} from '../../../../.gen/providers/talos/image-factory-schematic';
import type { TalosProvider } from '../../../../.gen/providers/talos/provider';
import { factoryOfProviderDiffers, schematicIdDiffers } from '../../../errors/constructs';
import { DEFAULT_FACTORY_URL, type ImageContent, withoutSlashes } from '../../../image/resolved';
import type { Schematic } from '../../../values/schematic/schematic';
import { sharedInStack } from '../../private/stack-shared';
import { escapeTemplate } from '../../private/template-text';

/** Makes the schematic known to the factory: once in a stack, whatever number of images and versions uses it. */
export function registerSchematic(
  image: Construct,
  { schematic }: ImageContent,
  factoryUrl: string,
  provider: TerraformProvider | undefined,
): ImageFactorySchematic {
  image.node.addValidation({ validate: () => factoryFaults(image, factoryUrl, provider) });
  const id = [schematic.shortId, provider?.alias].filter((part) => part !== undefined).join('-');
  return sharedInStack(
    image,
    'schematics',
    id,
    (scope) => new ImageFactorySchematic(scope, id, renderSchematic(schematic, provider)),
  );
}

function renderSchematic(schematic: Schematic, provider: TerraformProvider | undefined): ImageFactorySchematicConfig {
  return {
    provider,
    schematic: escapeTemplate(schematic.yaml),
    lifecycle: {
      postcondition: [
        {
          condition: `\${self.id == "${schematic.id}"}`,
          errorMessage: schematicIdDiffers(schematic.id),
        },
      ],
    },
  };
}

function factoryFaults(image: Construct, factoryUrl: string, provider: TerraformProvider | undefined): string[] {
  const registrar = (provider ?? defaultTalosProvider(image)) as TalosProvider | undefined;
  const registeredAt = withoutSlashes(registrar?.imageFactoryUrl ?? DEFAULT_FACTORY_URL);
  const isUnknown = Token.isUnresolved(registeredAt) || Token.isUnresolved(factoryUrl);
  return registrar === undefined || isUnknown || registeredAt === factoryUrl
    ? []
    : [factoryOfProviderDiffers(factoryUrl, registeredAt)];
}

function defaultTalosProvider(image: Construct): TerraformProvider | undefined {
  return TerraformStack.of(image)
    .node.findAll()
    .filter((construct) => TerraformProvider.isTerraformProvider(construct))
    .find(({ terraformResourceType, alias }) => terraformResourceType === 'talos' && alias === undefined);
}
