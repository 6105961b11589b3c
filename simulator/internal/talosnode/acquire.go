package talosnode

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/imager/quirks"
)

// source is a place where Talos looks for a configuration while STATE has none.
type source struct {
	name string
	// read returns nothing if there is none.
	read func(b *boot) ([]byte, error)
}

// sources are in the order in which they are asked; each takes the place of what came before.
var sources = []source{
	{"embedded", (*boot).embedded},
	{"cmdline-early", func(b *boot) ([]byte, error) { return b.fromKernel(constants.KernelParamConfigEarly) }},
	{"platform", (*boot).fromPlatform},
	{"cmdline-late", func(b *boot) ([]byte, error) { return b.fromKernel(constants.KernelParamConfigInline) }},
}

// acquire asks the sources until one has a whole configuration. One with documents beside the main one alone changes nothing
// here; the machine then waits in maintenance mode.
//
// It fails where Talos would try again and again: a source that cannot be read keeps the machine from everything else.
func (b *boot) acquire() (config.Provider, error) {
	for _, source := range sources {
		text, err := source.read(b)
		if err != nil {
			return nil, fmt.Errorf("failed to load config from %s: %w", source.name, err)
		}

		if text == nil {
			continue
		}

		found, err := b.load(text)
		if err != nil {
			return nil, fmt.Errorf("failed to load config from %s: %w", source.name, err)
		}

		if found.CompleteForBoot() {
			b.node.logf("machine config loaded successfully, from %s", source.name)

			return found, nil
		}

		b.node.logf("has a part of a configuration from %s", source.name)
	}

	return nil, nil
}

// load parses and validates a configuration that need not be whole.
func (b *boot) load(text []byte) (config.Provider, error) {
	found, err := b.read(b.ctx, text)
	if err != nil {
		return nil, err
	}

	if err := b.node.server.contracts.Check(b.node.hardware().Image.Version, text); err != nil {
		return nil, err
	}

	if _, err := b.validate(b.ctx, text, found); err != nil {
		return nil, err
	}

	if found.Machine() != nil && found.Cluster() != nil {
		if err := b.node.releaseFaults(found); err != nil {
			return nil, err
		}
	}

	_, err = found.RuntimeValidate(b.ctx, b.resources.State, b.node.mode())

	return found, withoutImages(err)
}

// embedded is what Image Factory has put into the image; releases before 1.12 do not look for it.
func (b *boot) embedded() ([]byte, error) {
	image := b.node.hardware().Image
	if image.EmbeddedConfiguration == "" || !quirks.New(image.Version).SupportsEmbeddedConfig() {
		return nil, nil
	}

	return []byte(image.EmbeddedConfiguration), nil
}

// fromKernel is what a kernel argument holds: compressed with zstd, in base64, and in parts if it is given more than once.
func (b *boot) fromKernel(name string) ([]byte, error) {
	encoded := strings.Join(b.node.hardware().Image.Argument(name), "")
	if encoded == "" {
		return nil, nil
	}

	compressed, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, fmt.Errorf("failed to decode base64 config from cmdline %s: %w", name, err)
	}

	reader, err := zstd.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, fmt.Errorf("failed to create zstd reader: %w", err)
	}
	defer reader.Close()

	text, err := io.ReadAll(reader)
	if err != nil {
		return nil, fmt.Errorf("failed to read zstd compressed config from cmdline %s: %w", name, err)
	}

	return text, nil
}

// errNoServer is what a machine finds at the URL of its configuration: nobody of the homelab serves any.
var errNoServer = errors.New("failed to download config: nothing answers")

// fromPlatform is what the platform gives: on metal that of a URL, on nocloud user data, which Proxmox VE has none of here.
func (b *boot) fromPlatform() ([]byte, error) {
	image := b.node.hardware().Image
	if image.Platform != metal {
		return nil, nil
	}

	url := image.Argument(constants.KernelParamConfig)
	if len(url) == 0 || url[0] == constants.ConfigNone {
		return nil, nil
	}

	return nil, fmt.Errorf("%w at %s", errNoServer, url[0])
}
