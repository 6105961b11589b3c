package talosnode_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/cosi-project/runtime/pkg/resource"
	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/cosi-project/runtime/pkg/state"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"github.com/siderolabs/talos/pkg/machinery/resources/k8s"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/emptypb"
	"k8s.io/client-go/tools/clientcmd"

	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

func TestBootstrapRules(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 7)

	// a worker has no API before there is a control plane that signs its certificate
	lab.configured(11, machinetype.TypeWorker)
	lab.eventually(func() error {
		if node := lab.node(11); node.Stage != "booting" || node.Address.IsValid() {
			return fmt.Errorf("the worker is %s at %s", node.Stage, node.Address)
		}

		return nil
	})
	lab.wants(second(lab.secure(11).Version(withTimeout(t, 10*time.Second))), codes.Unavailable, "connection refused")

	lab.configured(1, machinetype.TypeControlPlane)
	lab.await(1, "booting")
	lab.await(11, "booting")

	bootstrap := func(host int) error { return lab.secure(host).Bootstrap(t.Context(), &machineapi.BootstrapRequest{}) }
	lab.eventually(func() error { return bootstrap(1) })
	lab.wants(bootstrap(1), codes.AlreadyExists, "etcd data directory is not empty")
	lab.await(1, "running")
	lab.await(11, "running")
	lab.wants(bootstrap(11), codes.Unimplemented, "only available on control plane nodes")
	lab.wants(second(lab.secure(11).Kubeconfig(t.Context())), codes.Unimplemented, "only available on control plane nodes")
	lab.wants(second(lab.secure(1).UpgradeWithOptions(t.Context())), codes.Unimplemented, "only version 0.12 of the provider upgrades machines")
	lab.wants(second(lab.secure(1).Mounts(t.Context())), codes.Unimplemented, "not modelled by the simulated node")

	if count := lab.kubernetes.made("bootstrap node-1 " + lab.address(1)); count != 1 {
		t.Errorf("Kubernetes was bootstrapped %d times", count)
	}
}

func TestBootstrapTooEarly(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 18, func(settings *talosnode.Config) { settings.RebootMS = 3_600_000 })
	lab.configured(1, machinetype.TypeControlPlane)
	lab.await(1, "booting")

	if _, err := lab.apply(lab.secure(1), lab.configuration(1, machinetype.TypeControlPlane, envPatch), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.wants(lab.secure(1).Bootstrap(t.Context(), &machineapi.BootstrapRequest{}), codes.FailedPrecondition, "bootstrap is not available yet")
	lab.wants(second(lab.apply(lab.secure(1), lab.configuration(1, machinetype.TypeControlPlane), machineapi.ApplyConfigurationRequest_AUTO)),
		codes.FailedPrecondition, "node is rebooting")
}

// TestHealthCheck makes the calls of the provider's health check, in its order.
func TestHealthCheck(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 8)
	lab.cluster(3, 1)

	node := lab.secure(1)
	controlPlanes := []string{lab.address(1), lab.address(2), lab.address(3)}
	all := append(slices.Clone(controlPlanes), lab.address(11))

	for _, service := range []string{"etcd", "kubelet"} {
		services, err := node.ServiceInfo(client.WithNodes(t.Context(), controlPlanes...), service)
		if err != nil || len(services) != 3 {
			t.Fatalf("%s: %v, %v", service, services, err)
		}

		for _, info := range services {
			events := info.Service.GetEvents().GetEvents()
			if events[len(events)-1].GetState() != "Running" || !info.Service.GetHealth().GetHealthy() || !slices.Contains(controlPlanes, info.Metadata.GetHostname()) {
				t.Errorf("%s: %v", service, info)
			}
		}
	}

	lists, err := node.EtcdMemberList(client.WithNodes(t.Context(), controlPlanes...), &machineapi.EtcdMemberListRequest{})
	if err != nil || len(lists.GetMessages()) != 3 {
		t.Fatalf("members %v, %v", lists, err)
	}

	for _, list := range lists.GetMessages() {
		if len(list.GetMembers()) != 3 || list.GetMembers()[0].GetHostname() != "node-1" || list.GetMembers()[0].GetPeerUrls()[0] != "https://"+lab.address(1)+":2380" {
			t.Errorf("members %v", list)
		}
	}

	versions, err := node.Version(client.WithNodes(t.Context(), all...))
	if err != nil || len(versions.GetMessages()) != 4 || versions.GetMessages()[3].GetMetadata().GetHostname() != lab.address(11) {
		t.Fatalf("versions %v, %v", versions, err)
	}

	memory, err := node.Memory(client.WithNodes(t.Context(), all...))
	if err != nil || memory.GetMessages()[0].GetMeminfo().GetMemtotal() != 4096<<10 {
		t.Fatalf("memory %v, %v", memory, err)
	}

	for _, address := range all {
		ctx := client.WithNode(t.Context(), address)

		volume, err := safe.StateGetByID[*block.VolumeStatus](ctx, node.COSI, "EPHEMERAL")
		if err != nil || volume.TypedSpec().Size < 6<<30 {
			t.Errorf("%s: volume %v, %v", address, volume, err)
		}

		diagnostics, err := safe.StateListAll[*runtime.Diagnostic](ctx, node.COSI)
		if err != nil || diagnostics.Len() != 0 {
			t.Errorf("%s: diagnostics %v, %v", address, diagnostics, err)
		}

		if stage := watchStage(ctx, t, node); stage != runtime.MachineStageRunning {
			t.Errorf("%s: stage %s", address, stage)
		}
	}

	for _, address := range controlPlanes {
		lab.eventually(func() error {
			pods, err := safe.StateListAll[*k8s.StaticPodStatus](client.WithNode(t.Context(), address), node.COSI)
			if err == nil && pods.Len() != 3 {
				err = fmt.Errorf("%s: %d static pods", address, pods.Len())
			}

			return err
		})
	}

	manifests, err := safe.StateGetByID[*k8s.BootstrapManifestsConfig](t.Context(), node.COSI, k8s.BootstrapManifestsConfigID)
	if err != nil || manifests.TypedSpec().CNIName != "flannel" || !manifests.TypedSpec().ProxyEnabled {
		t.Errorf("manifests %v, %v", manifests, err)
	}

	kubeconfig, err := node.Kubeconfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	access, err := clientcmd.RESTConfigFromKubeConfig(kubeconfig)
	if err != nil || access.Host != "https://"+lab.address(1)+":6443" || !bytes.Contains(access.CAData, bytes.TrimSpace(bundle().Certs.K8s.Crt)) || len(access.CertData) == 0 {
		t.Errorf("kubeconfig for %v, %v", access, err)
	}
}

func TestKubernetesRefuses(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 17)
	lab.kubernetes.refusals = 1

	lab.configured(1, machinetype.TypeControlPlane)
	lab.await(1, "booting")
	lab.eventually(func() error { return lab.secure(1).Bootstrap(t.Context(), &machineapi.BootstrapRequest{}) })

	lab.eventually(func() error {
		services, err := lab.secure(1).ServiceInfo(t.Context(), "kubelet")
		if err == nil && services[0].Service.GetHealth().GetLastMessage() != errRefused.Error() {
			err = fmt.Errorf("the service says %v", services[0].Service)
		}

		return err
	})

	if stage := lab.node(1).Stage; stage != "booting" {
		t.Errorf("stage %s", stage)
	}

	lab.await(1, "running")
}

func TestForwarding(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 9)
	lab.cluster(2, 1)

	controlPlane, worker := lab.secure(1), lab.secure(11)

	plain, err := controlPlane.Version(client.WithNode(t.Context(), lab.address(11)))
	if err != nil || plain.GetMessages()[0].GetMetadata() != nil {
		t.Errorf("node: %v, %v", plain, err)
	}

	_, err = controlPlane.Version(client.WithNode(t.Context(), lab.address(77)))
	lab.wants(err, codes.Unavailable, "connection refused")

	_, err = controlPlane.Version(client.WithNode(t.Context(), "10.0.0.1"))
	lab.wants(err, codes.Unavailable, "127.0.0.0/8")

	answer, err := controlPlane.MachineClient.Version(client.WithNodes(t.Context(), lab.address(2), lab.address(77)), &emptypb.Empty{})
	if err != nil || len(answer.GetMessages()) != 2 || answer.GetMessages()[0].GetMetadata().GetHostname() != lab.address(2) {
		t.Fatalf("nodes: %v, %v", answer, err)
	}

	if failed := answer.GetMessages()[1].GetMetadata(); failed.GetHostname() != lab.address(77) || codes.Code(failed.GetStatus().GetCode()) != codes.Unavailable || failed.GetError() == "" {
		t.Errorf("the machine that does not answer: %v", failed)
	}

	_, err = safe.StateGetByID[*k8s.Nodename](client.WithNodes(t.Context(), lab.address(2)), controlPlane.COSI, k8s.NodenameID)
	lab.wants(err, codes.InvalidArgument, "one-2-many proxying is not supported for method /cosi.resource.State/Get")

	if _, err := worker.Version(client.WithNodes(t.Context(), lab.address(11))); err != nil {
		t.Errorf("a worker answers for itself: %v", err)
	}

	_, err = worker.Version(client.WithNode(t.Context(), lab.address(1)))
	lab.wants(err, codes.PermissionDenied, "no request forwarding")

	// whoever forwards speaks for its caller
	_, err = lab.secureOf(bundle(), 1, "os:reader").Kubeconfig(client.WithNode(t.Context(), lab.address(2)))
	lab.wants(err, codes.PermissionDenied, "not authorized")

	reader, err := controlPlane.Read(client.WithNode(t.Context(), lab.address(11)), "/proc/sys/kernel/random/boot_id")
	if err != nil {
		t.Fatal(err)
	}

	if text, err := io.ReadAll(reader); err != nil || string(text) != lab.node(11).BootID+"\n" {
		t.Errorf("boot id %q, %v", text, err)
	}
}

func TestReset(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 10)
	lab.cluster(3, 1)

	// gracefully, a control plane leaves etcd first
	resetGracefully(lab, 3, true)
	lab.await(3, "maintenance")

	if members := lab.server.Inventory().Etcd[bundle().Cluster.ID]; len(members) != 2 {
		t.Errorf("members %v", members)
	}

	// it can be used again, as another machine
	if _, err := lab.apply(lab.insecure(3), lab.configuration(3, machinetype.TypeControlPlane), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(3, "running")

	if members := lab.server.Inventory().Etcd[bundle().Cluster.ID]; len(members) != 3 {
		t.Errorf("members %v", members)
	}

	// without reboot it is off
	resetGracefully(lab, 11, false)
	lab.await(11, "off")

	if lab.server.IsOn(lab.machine(11).ID) {
		t.Error("the worker is on")
	}

	// with a member missing the next one may not leave
	lab.server.PowerOff(lab.machine(3).ID, false)

	if fault := resetFails(lab, 2); fault != "etcdserver: unhealthy cluster" {
		t.Errorf("got %q", fault)
	}

	// a member that does not come back is removed by hand
	gone := lab.server.Inventory().Etcd[bundle().Cluster.ID][2]
	if err := lab.secure(1).EtcdRemoveMemberByID(t.Context(), &machineapi.EtcdRemoveMemberByIDRequest{MemberId: gone.ID}); err != nil {
		t.Fatal(err)
	}

	resetGracefully(lab, 2, true)
	lab.await(2, "maintenance")

	if fault := resetFails(lab, 1); fault != "etcdserver: re-configuration failed due to not enough started members" {
		t.Errorf("got %q", fault)
	}

	lab.await(1, "running")

	// not gracefully, the last one goes too, and another cluster of the same secrets can begin
	if err := lab.secure(1).Reset(t.Context(), false, true); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error {
		if members := lab.server.Inventory().Etcd; len(members) != 0 {
			return fmt.Errorf("members %v", members)
		}

		return nil
	})
}

func TestQuorumLost(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 11)
	lab.cluster(3, 0)
	lab.server.PowerOff(lab.machine(2).ID, false)
	lab.server.Remove(lab.machine(3).ID)

	_, err := lab.secure(1).EtcdMemberList(t.Context(), &machineapi.EtcdMemberListRequest{})
	lab.wants(err, codes.Unavailable, "no leader")

	services, err := lab.secure(1).ServiceInfo(t.Context(), "etcd")
	if err != nil || services[0].Service.GetHealth().GetHealthy() {
		t.Errorf("etcd %v, %v", services, err)
	}

	if err := lab.server.PowerOn(lab.machine(2)); err != nil {
		t.Fatal(err)
	}

	lab.await(2, "running")

	// a machine recreated under the name of a dead member takes its place
	lab.configured(3, machinetype.TypeControlPlane)
	lab.await(3, "running")

	if members := lab.server.Inventory().Etcd[bundle().Cluster.ID]; len(members) != 3 {
		t.Errorf("members %v", members)
	}
}

// resetGracefully resets as the provider does, and waits for the event that it waits for.
func resetGracefully(lab *lab, host int, reboot bool) {
	lab.Helper()

	if end := followReset(lab, host, reboot); end != "stopAllServices" {
		lab.Fatalf("the reset ended with %q", end)
	}
}

func resetFails(lab *lab, host int) string {
	lab.Helper()

	return followReset(lab, host, true)
}

// followReset returns what ended the reset: the task that all wait for, or the fault of etcd.
func followReset(lab *lab, host int, reboot bool) string {
	lab.Helper()

	node := lab.secure(host)
	events := make(chan client.EventResult, 100)

	if err := node.EventsWatchV2(client.WithNode(lab.Context(), lab.address(host)), events); err != nil {
		lab.Fatal(err)
	}

	answer, err := node.ResetGenericWithResponse(lab.Context(), &machineapi.ResetRequest{
		Graceful: true, Reboot: reboot, SystemPartitionsToWipe: []*machineapi.ResetPartitionSpec{{Label: "STATE", Wipe: true}, {Label: "EPHEMERAL", Wipe: true}},
	})
	if err != nil {
		lab.Fatal(err)
	}

	for result := range events {
		if result.Error != nil {
			lab.Fatal(result.Error)
		}

		if result.Event.ActorID != answer.GetMessages()[0].GetActorId() {
			continue
		}

		switch event := result.Event.Payload.(type) {
		case *machineapi.TaskEvent:
			if event.GetTask() == "stopAllServices" {
				return event.GetTask()
			}
		case *machineapi.SequenceEvent:
			if message := event.GetError().GetMessage(); message != "" {
				for _, known := range []string{"etcdserver: unhealthy cluster", "etcdserver: re-configuration failed due to not enough started members"} {
					if bytes.Contains([]byte(message), []byte(known)) {
						return known
					}
				}

				return message
			}
		}
	}

	return ""
}

func watchStage(ctx context.Context, t *testing.T, node *client.Client) runtime.MachineStage {
	t.Helper()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	events := make(chan state.Event)
	if err := node.COSI.Watch(ctx, resource.NewMetadata(runtime.NamespaceName, runtime.MachineStatusType, runtime.MachineStatusID, resource.VersionUndefined), events); err != nil {
		t.Fatal(err)
	}

	event := <-events
	if event.Type != state.Created {
		t.Fatal(errors.Join(fmt.Errorf("the first event is %s", event.Type), event.Error))
	}

	status, ok := event.Resource.(*runtime.MachineStatus)
	if !ok {
		t.Fatalf("got %T", event.Resource)
	}

	return status.TypedSpec().Stage
}

func second[T any](_ T, err error) error { return err }
