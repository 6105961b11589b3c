package talosnode_test

import (
	"fmt"
	"slices"
	"testing"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"

	"cdktf-proxmox-talos/simulator/internal/talosnode"
	"cdktf-proxmox-talos/simulator/internal/talosnode/extension"
)

// withExtension boots a machine whose image has tailscale.
func (l *lab) withExtension(host int) {
	l.Helper()

	switchedOn := l.machine(host)
	switchedOn.Image.Extensions = append(switchedOn.Image.Extensions, "siderolabs/tailscale")

	if err := l.server.PowerOn(switchedOn); err != nil {
		l.Fatal(err)
	}

	l.await(host, "maintenance")
}

func tailscale(key string) string {
	return "apiVersion: v1alpha1\nkind: ExtensionServiceConfig\nname: tailscale\nenvironment: [TS_AUTHKEY=" + key + "]\n"
}

func (l *lab) awaitServices(host int, want ...extension.Service) {
	l.Helper()
	l.eventually(func() error {
		if got := l.node(host).Services; fmt.Sprint(got) != fmt.Sprint(want) {
			return fmt.Errorf("machine %d has the services %v, want %v", host, got, want)
		}

		return nil
	})
}

func TestExtensionService(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 51)
	lab.cluster(1, 0)
	lab.withExtension(11)
	lab.awaitServices(11, extension.Service{ID: "ext-tailscale", State: "Waiting"})

	text := lab.configuration(11, machinetype.TypeWorker, tailscale("first"))
	if _, err := lab.apply(lab.insecure(11), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(11, "running")
	lab.awaitServices(11, extension.Service{ID: "ext-tailscale", State: "Running", Environment: []string{"TS_AUTHKEY=first"}})

	lab.reconfigure(11, machinetype.TypeWorker, tailscale("second"))
	lab.awaitServices(11, extension.Service{ID: "ext-tailscale", State: "Running", Environment: []string{"TS_AUTHKEY=second"}})

	// a machine that runs goes on without it
	lab.reconfigure(11, machinetype.TypeWorker)
	lab.awaitServices(11, extension.Service{ID: "ext-tailscale", State: "Waiting"})
	lab.await(11, "running")
}

func TestExtensionServiceWithoutDocument(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 52)
	lab.cluster(1, 0)
	lab.withExtension(11)

	if _, err := lab.apply(lab.insecure(11), lab.configuration(11, machinetype.TypeWorker), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	// the kubelet has joined, and the boot does not end
	lab.eventually(func() error {
		listed, err := lab.secure(11).ServiceList(t.Context())
		if err != nil {
			return err
		}

		services := listed.GetMessages()[0].GetServices()

		waits := slices.ContainsFunc(services, func(each *machineapi.ServiceInfo) bool {
			return each.GetId() == "ext-tailscale" && each.GetState() == "Waiting" && each.GetHealth().GetUnknown()
		})
		joined := slices.ContainsFunc(services, func(each *machineapi.ServiceInfo) bool {
			return each.GetId() == "kubelet" && each.GetState() == "Running"
		})

		if !waits || !joined {
			return fmt.Errorf("services are %v", services)
		}

		return nil
	})

	if got := lab.node(11).Stage; got != "booting" {
		t.Errorf("the machine is at stage %q, want booting", got)
	}

	lab.reconfigure(11, machinetype.TypeWorker, tailscale("late"))
	lab.await(11, "running")
}

func TestExtensionServicesFail(t *testing.T) {
	t.Parallel()

	for _, path := range []string{"", "absent.json", "extension_test.go", "../../go.mod"} {
		if _, err := extension.Load(path); err == nil {
			t.Errorf("%q was loaded", path)
		}
	}

	settings := talosnode.Config{SchemaDirectory: schemas, ExtensionServicesFile: "absent.json"}
	if _, err := talosnode.Start(t.Context(), settings, talosnode.Dependencies{StateDirectory: t.TempDir()}); err == nil {
		t.Error("started")
	}
}
