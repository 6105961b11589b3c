package talosnode_test

import (
	"encoding/base64"
	"fmt"
	"testing"

	"github.com/klauspost/compress/zstd"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/config"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// part is a configuration that a machine does not start with.
const part = "apiVersion: v1alpha1\nkind: TrustedRootsConfig\nname: mine\ncertificates: |\n  -----BEGIN CERTIFICATE-----\n"

// argument is a kernel argument with a configuration as Talos takes it.
func argument(t *testing.T, name string, text []byte) string {
	t.Helper()

	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}

	return name + "=" + base64.StdEncoding.EncodeToString(encoder.EncodeAll(text, nil))
}

// boots starts a machine with another image.
func (l *lab) boots(host int, change func(*machine.Image)) {
	l.Helper()

	made := l.machine(host)
	change(&made.Image)

	if err := l.server.PowerOn(made); err != nil {
		l.Fatal(err)
	}
}

func TestPartOfAConfigurationLeavesAMachineInMaintenanceMode(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 36)
	lab.boots(1, func(image *machine.Image) {
		image.EmbeddedConfiguration = part
		image.KernelArgs = []string{argument(t, "talos.config.early", []byte(part)), argument(t, "talos.config.inline", []byte(part))}
	})
	lab.await(1, "maintenance")
	lab.logged("has a part of a configuration from embedded")
	lab.logged("has a part of a configuration from cmdline-early")
	lab.logged("has a part of a configuration from cmdline-late")

	if _, err := lab.apply(lab.insecure(1), lab.configuration(1, machinetype.TypeControlPlane), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(1, "booting")
}

func TestWholeConfigurationSkipsMaintenanceMode(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 37)
	own := lab.configuration(1, machinetype.TypeControlPlane)
	other := lab.configurationOf(otherBundle(), config.TalosVersion1_13, machinetype.TypeControlPlane)

	for host, change := range map[int]func(*machine.Image){
		1: func(image *machine.Image) { image.EmbeddedConfiguration = string(own) },
		2: func(image *machine.Image) { image.KernelArgs = []string{argument(t, "talos.config.early", own)} },
		3: func(image *machine.Image) { image.KernelArgs = []string{argument(t, "talos.config.inline", own)} },
		// what comes first and is whole is the last that is read
		4: func(image *machine.Image) {
			image.EmbeddedConfiguration = string(own)
			image.KernelArgs = []string{argument(t, "talos.config.early", other)}
		},
		// a part does not end the search
		5: func(image *machine.Image) {
			image.EmbeddedConfiguration = part
			image.KernelArgs = []string{argument(t, "talos.config.inline", own)}
		},
	} {
		t.Run(fmt.Sprint(host), func(t *testing.T) {
			lab.boots(host, change)
			lab.await(host, "booting")

			if _, err := lab.insecure(host).Disks(t.Context()); err == nil {
				t.Error("it is in maintenance mode")
			}

			if _, err := lab.secure(host).Version(t.Context()); err != nil {
				t.Errorf("it has another configuration: %v", err)
			}
		})
	}
}

func TestOldReleasesDoNotLookIntoTheImage(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 38)
	lab.boots(1, func(image *machine.Image) {
		image.Version, image.EmbeddedConfiguration = "v1.11.6", string(lab.configuration(1, machinetype.TypeControlPlane))
	})
	lab.await(1, "maintenance")
}

func TestUnreadableConfigurationKeepsAMachineFromEverythingElse(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 39)

	for host, test := range map[int]struct {
		change func(*machine.Image)
		says   string
	}{
		1: {func(image *machine.Image) { image.EmbeddedConfiguration = "a: b" }, "failed to load config from embedded"},
		2: {func(image *machine.Image) { image.KernelArgs = []string{"talos.config.early=+"} }, "failed to decode base64 config from cmdline talos.config.early"},
		3: {func(image *machine.Image) { image.KernelArgs = []string{"talos.config.inline=YQ=="} }, "failed to read zstd compressed config from cmdline talos.config.inline"},
		4: {func(image *machine.Image) {
			image.Platform, image.KernelArgs = "metal", []string{"talos.config=https://example.com/machine.yaml"}
		}, "failed to load config from platform: failed to download config: nothing answers at https://example.com/machine.yaml"},
	} {
		t.Run(fmt.Sprint(host), func(t *testing.T) {
			lab.boots(host, test.change)
			lab.logged(test.says)

			if node := lab.node(host); node.Stage != "booting" || node.Address.IsValid() {
				t.Errorf("it is %s at %s", node.Stage, node.Address)
			}

			lab.server.PowerOff(lab.machine(host).ID, true)
			lab.await(host, "off")
		})
	}
}

func TestPlatformsThatAskForNoURL(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 40)
	lab.boots(1, func(image *machine.Image) {
		image.KernelArgs = []string{"talos.config=https://example.com/machine.yaml"}
	})
	lab.boots(2, func(image *machine.Image) {
		image.Platform, image.KernelArgs = "metal", []string{"talos.config=none"}
	})

	for _, host := range []int{1, 2} {
		lab.await(host, "maintenance")
	}
}
