package talos_test

import (
	"context"
	"strings"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/api/common"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"
	"google.golang.org/protobuf/types/known/emptypb"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

func (n *fakeNode) ServiceList(ctx context.Context, _ *emptypb.Empty) (*machineapi.ServiceListResponse, error) {
	answer := &machineapi.ServiceListResponse{}

	for _, target := range n.targets(ctx) {
		list := &machineapi.ServiceList{Metadata: target}
		for _, id := range []string{"etcd", "kubelet"} {
			list.Services = append(list.Services, &machineapi.ServiceInfo{
				Id: id, State: "Running", Health: &machineapi.ServiceHealth{Healthy: true},
				Events: &machineapi.ServiceEvents{Events: []*machineapi.ServiceEvent{{State: "Running"}}},
			})
		}

		answer.Messages = append(answer.Messages, list)
	}

	return answer, nil
}

func (n *fakeNode) EtcdMemberList(ctx context.Context, _ *machineapi.EtcdMemberListRequest) (*machineapi.EtcdMemberListResponse, error) {
	answer := &machineapi.EtcdMemberListResponse{}
	for _, target := range n.targets(ctx) {
		answer.Messages = append(answer.Messages, &machineapi.EtcdMembers{Metadata: target, Members: []*machineapi.EtcdMember{
			{Id: 1, Hostname: "cp-1", PeerUrls: []string{"https://" + n.address + ":2380"}}}})
	}

	return answer, nil
}

func (n *fakeNode) Memory(ctx context.Context, _ *emptypb.Empty) (*machineapi.MemoryResponse, error) {
	answer := &machineapi.MemoryResponse{}
	for _, target := range n.targets(ctx) {
		answer.Messages = append(answer.Messages, &machineapi.Memory{Metadata: &common.Metadata{Hostname: target.GetHostname()},
			Meminfo: &machineapi.MemInfo{Memtotal: 2 << 20}})
	}

	return answer, nil
}

// healthy starts a node that is a whole cluster.
func healthy(t *testing.T, address string) *fakeNode {
	t.Helper()

	node := startNode(t, address, authority(t, someSecrets(t), "os"))

	volume := block.NewVolumeStatus(block.NamespaceName, constants.EphemeralPartitionLabel)
	volume.TypedSpec().Size = 10 << 30

	machine := runtime.NewMachineStatus()
	machine.TypedSpec().Stage = runtime.MachineStageRunning

	node.put(t, volume, machine)

	return node
}

func TestTalosIsHealthy(t *testing.T) {
	node := healthy(t, "127.25.7.1")
	provider := newProvider(t, nil)
	config := content{
		"endpoints": []string{node.address}, "control_plane_nodes": []string{node.address}, "skip_kubernetes_checks": true,
		"client_configuration": someSecrets(t)["client_configuration"],
	}

	read, said := provider.Read("talos_cluster_health", config)
	if len(said) > 0 || standin.Text(read["id"]) != "cluster_health" {
		t.Fatalf("id %s, %q", read["id"], said)
	}

	node.expectAsked(t, "ServiceList nodes=127.25.7.1", "EtcdMemberList nodes=127.25.7.1", "EtcdMemberList",
		"Version nodes=127.25.7.1", "Version nodes=127.25.7.1", "Memory nodes=127.25.7.1", "Version nodes=127.25.7.1",
		"Get node=127.25.7.1", "List node=127.25.7.1", "ServiceList nodes=127.25.7.1", "Watch node=127.25.7.1")

	if _, said := provider.Open("talos_cluster_health", config); len(said) > 0 {
		t.Error(said)
	}
}

func TestAnUnhealthyClusterIsToldWhy(t *testing.T) {
	node := healthy(t, "127.25.7.2")
	provider := newProvider(t, nil)

	warning := runtime.NewDiagnostic(runtime.NamespaceName, "address-overlap")
	warning.TypedSpec().Message = "addresses overlap"
	node.put(t, warning)

	_, said := provider.Read("talos_cluster_health", content{
		"endpoints": []string{node.address}, "control_plane_nodes": []string{node.address}, "skip_kubernetes_checks": true,
		"client_configuration": someSecrets(t)["client_configuration"], "timeouts": content{"read": "300ms"},
	})
	if len(said) != 2 || said[0] != "ERROR cluster health check failed: context deadline exceeded" ||
		!strings.Contains(said[1], "failed checks: waiting for etcd to be healthy: ...\nwaiting for etcd to be healthy: OK\n") ||
		!strings.HasSuffix(said[1], "waiting for no diagnostics: active diagnostics: 127.25.7.2: addresses overlap\n") {
		t.Errorf("%q", said)
	}
}

func TestHealthWantsAddresses(t *testing.T) {
	_, said := newProvider(t, nil).Read("talos_cluster_health", content{
		"endpoints": []string{"127.25.7.3"}, "control_plane_nodes": []string{"cp-1.example.org"},
		"client_configuration": someSecrets(t)["client_configuration"],
	})
	expectErrors(t, "a name", said, []string{`failed to generate node infos: ParseAddr("cp-1.example.org"): unexpected character (at "cp-1.example.org")`})
}
