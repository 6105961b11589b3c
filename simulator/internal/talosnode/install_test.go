package talosnode_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/factory"
	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

// emptySchematic is known to every factory.
const emptySchematic = "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"

// physicalLab is a world with one physical machine, which is not installed, and a factory.
type physicalLab struct {
	*lab
	factory string
}

func newPhysicalLab(t *testing.T, network int) *physicalLab {
	t.Helper()

	made := &physicalLab{factory: fmt.Sprintf("127.23.%d.250:8080", network)}
	made.lab = newLab(t, network, func(settings *talosnode.Config) {
		settings.Physical = []talosnode.Physical{{
			Name: "work-01", Address: netip.MustParsePrefix(fmt.Sprintf("127.23.%d.22/16", network)), MemoryMiB: 8192, Link: "enp3s0",
			Image: machine.Image{Version: "v1.13.8", SchematicID: "that of the ISO", Platform: "metal", Architecture: "amd64"},
			Disks: []talosnode.PhysicalDisk{{Interface: "nvme0", SizeGiB: 100, System: true}},
		}}
	})

	config := factory.Config{Listen: made.factory, ExtensionsFile: "../../../schemas/talos-extensions.json", AliasesFile: "../../../schemas/extension-aliases.json"}

	server, err := factory.Start(t.Context(), config, calls.NewRecorder(made.journal))
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(server.Close)

	return made
}

func (l *physicalLab) node() talosnode.InventoryNode {
	for _, node := range l.server.Inventory().Nodes {
		if node.Physical {
			return node
		}
	}

	return talosnode.InventoryNode{}
}

// is waits for a stage; a machine that is not off can be reached.
func (l *physicalLab) is(stage string) {
	l.Helper()
	l.eventually(func() error {
		if now := l.node(); now.Stage != stage || (stage == "off") == now.Address.IsValid() {
			return fmt.Errorf("it is %s at %s, want %s", now.Stage, now.Address, stage)
		}

		return nil
	})
}

// install applies a configuration with an installer image of the factory.
func (l *physicalLab) install(image string, patches ...string) {
	l.Helper()

	patch := fmt.Sprintf("machine: {install: {disk: /dev/nvme0n1, image: '%s'}}\n", image)
	text := l.configuration(22, machinetype.TypeWorker, append([]string{patch}, patches...)...)

	if _, err := l.apply(l.insecure(22), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		l.Fatal(err)
	}
}

func TestPhysical(t *testing.T) {
	t.Parallel()

	lab := newPhysicalLab(t, 16)
	lab.cluster(1, 0)
	lab.is("maintenance")

	version, err := lab.insecure(22).Version(t.Context())
	if err != nil || version.GetMessages()[0].GetPlatform().GetMode() != "metal" {
		t.Fatalf("version %v, %v", version, err)
	}

	first := lab.node().BootID
	lab.install(lab.factory + "/metal-installer/" + emptySchematic + ":v1.13.9")
	lab.is("running")

	// what the installer has put on the disk runs, not what the machine was booted from
	if now := lab.node(); now.BootID == first || now.Version != "v1.13.9" || now.SchematicID != emptySchematic {
		t.Errorf("it was not installed: %+v", now)
	}

	if count := lab.kubernetes.made("join node-22 " + lab.address(22)); count != 1 {
		t.Errorf("joined %d times", count)
	}

	resetGracefully(lab.lab, 22, false)
	lab.is("off")

	if err := lab.server.PowerOnPhysical("nobody"); err == nil {
		t.Error("a machine that is not there was switched on")
	}

	if err := lab.server.PowerOnPhysical("work-01"); err != nil {
		t.Fatal(err)
	}

	lab.is("maintenance")

	// DHCP off and no address: nobody reaches it
	lab.install("nowhere.example/is-not-asked-again:v1.13.9", "apiVersion: v1alpha1\nkind: LinkConfig\nname: enp3s0\n")
	lab.eventually(func() error {
		if now := lab.node(); now.Stage != "booting" || now.Address.IsValid() {
			return fmt.Errorf("it is %s at %s", now.Stage, now.Address)
		}

		return nil
	})
}

// An image that the registry does not have is not installed, and nothing is left of the configuration.
func TestUnknownInstaller(t *testing.T) {
	t.Parallel()

	lab := newPhysicalLab(t, 33)
	lab.is("maintenance")

	for name, image := range map[string]string{
		"version":   "/metal-installer/" + emptySchematic + ":v1.13.99",
		"schematic": "/metal-installer/" + strings.Repeat("0", 64) + ":v1.13.9",
		"platform":  "/mettal-installer/" + emptySchematic + ":v1.13.9",
	} {
		t.Run(name, func(t *testing.T) {
			before, image := lab.node().BootID, lab.factory+image
			lab.install(image)
			lab.logged(fmt.Sprintf("work-01: task install (1/1): failed: failed to pull image %[1]q: failed to resolve reference %[1]q: %[1]s: not found\n", image))
			lab.eventually(func() error {
				if now := lab.node(); now.BootID == before || now.Stage != "maintenance" || !now.Address.IsValid() {
					return fmt.Errorf("it is %s", now.Stage)
				}

				return nil
			})

			if _, err := lab.insecure(22).Version(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// A registry that is down is asked until it answers.
func TestInstallerLater(t *testing.T) {
	t.Parallel()

	lab := newPhysicalLab(t, 34)
	lab.is("maintenance")

	// on this port there is nobody at first
	late := "127.23.34.251:8080"
	lab.install(late + "/metal-installer/" + emptySchematic + ":v1.13.9")
	lab.logged("retrying error: failed to pull image")

	if stage := lab.node().Stage; stage != "installing" {
		t.Errorf("it is %s", stage)
	}

	listener, err := calls.Listen(late)
	if err != nil {
		t.Fatal(err)
	}

	forward := calls.ServeHTTP(t.Context(), listener, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		http.Redirect(w, request, "http://"+lab.factory+request.URL.Path, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(forward.Close)

	// without a cluster a worker has no API
	lab.eventually(func() error {
		if now := lab.node(); now.Stage != "booting" || now.Version != "v1.13.9" {
			return fmt.Errorf("it is %s with %s", now.Stage, now.Version)
		}

		return nil
	})
}

// An installer for another platform leaves a machine whose cards are called otherwise.
func TestInstallerOfAnotherPlatform(t *testing.T) {
	t.Parallel()

	lab := newPhysicalLab(t, 35)
	lab.is("maintenance")
	lab.install(lab.factory+"/nocloud-installer/"+emptySchematic+":v1.13.9",
		fmt.Sprintf("apiVersion: v1alpha1\nkind: LinkConfig\nname: enp3s0\naddresses: [{address: %s/24}]\n", lab.address(122)))
	lab.logged("is installed with v1.13.9 for nocloud")
	lab.cluster(1, 0)
	lab.eventually(func() error {
		if now := lab.node(); now.Stage != "running" || now.Address.String() != lab.address(22) {
			return fmt.Errorf("it is %s at %s", now.Stage, now.Address)
		}

		return nil
	})
}
