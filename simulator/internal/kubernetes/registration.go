package kubernetes

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	// oldLabelOS and oldLabelArch are set by kubelets still.
	oldLabelOS   = "beta.kubernetes.io/os"
	oldLabelArch = "beta.kubernetes.io/arch"
)

func emptyNode(name string) *corev1.Node {
	return &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}}
}

// initialNode is what the kubelet of a machine registers. Labels and taints of it take effect only where there is no Node
// object so far.
func initialNode(of *member) (*corev1.Node, error) {
	node := emptyNode(of.node.Name)
	node.Labels = defaultLabels(of)

	written, err := nodeLabelsArgument(of)
	if err != nil {
		return nil, err
	}

	maps.Copy(node.Labels, written)

	node.Spec.Taints, err = registeredTaints(of)

	return node, err
}

// defaultLabels are those that a kubelet sets each time it starts.
func defaultLabels(of *member) map[string]string {
	return map[string]string{
		corev1.LabelHostname: of.node.Name, corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64",
		oldLabelOS: "linux", oldLabelArch: "amd64",
	}
}

// nodeLabelsArgument are the labels of the kubelet's argument node-labels. The kubelet ends where one of them is in a
// namespace of Kubernetes and not among those that a kubelet may set.
func nodeLabelsArgument(of *member) (map[string]string, error) {
	written := map[string]string{}

	for _, text := range of.config.K8sKubeletConfig().ExtraArgs()["node-labels"] {
		for pair := range strings.SplitSeq(text, ",") {
			if key, value, _ := strings.Cut(pair, "="); key != "" {
				written[strings.TrimSpace(key)] = strings.TrimSpace(value)
			}
		}
	}

	var unknown []string

	for _, key := range sortedKeys(written) {
		if isKubernetesLabel(key) && !isKubeletLabel(key) {
			unknown = append(unknown, key)
		}
	}

	if len(unknown) > 0 {
		return nil, fmt.Errorf("unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: %v", unknown)
	}

	return written, nil
}

// kubeletLabels are labels in namespaces of Kubernetes that a kubelet may set on its own Node object.
var kubeletLabels = []string{
	corev1.LabelHostname, corev1.LabelTopologyZone, corev1.LabelTopologyRegion,
	corev1.LabelFailureDomainBetaZone, corev1.LabelFailureDomainBetaRegion,
	corev1.LabelInstanceType, corev1.LabelInstanceTypeStable, corev1.LabelOSStable, corev1.LabelArchStable, oldLabelOS, oldLabelArch,
}

func isKubernetesLabel(key string) bool {
	return isIn(key, "kubernetes.io") || isIn(key, "k8s.io")
}

func isKubeletLabel(key string) bool {
	return slices.Contains(kubeletLabels, key) || isIn(key, corev1.LabelNamespaceSuffixKubelet) || isIn(key, corev1.LabelNamespaceSuffixNode)
}

// isIn says whether a label has a namespace, or one below it.
func isIn(key, namespace string) bool {
	prefix, _, found := strings.Cut(key, "/")

	return found && (prefix == namespace || strings.HasSuffix(prefix, "."+namespace))
}

// registeredTaints are those of the kubelet's configuration, as Talos writes it: the argument register-with-taints comes
// before registerWithTaints, and a control plane has its own taint besides.
func registeredTaints(of *member) ([]corev1.Taint, error) {
	kubelet := of.config.K8sKubeletConfig()

	if argument, given := kubelet.ExtraArgs()["register-with-taints"]; given {
		return taintsOfArgument(argument)
	}

	var taints []corev1.Taint

	content, err := json.Marshal(kubelet.ExtraConfig()["registerWithTaints"])
	if err != nil {
		return nil, err
	}

	if err := strictly(content, &taints); err != nil {
		return nil, fmt.Errorf("error unmarshalling extra kubelet configuration: registerWithTaints: %w", err)
	}

	_, isTainted := of.config.K8sNodeConfig().Taints()[constants.LabelNodeRoleControlPlane]
	isThere := func(taint corev1.Taint) bool { return taint.Key == constants.LabelNodeRoleControlPlane }
	if isTainted && !slices.ContainsFunc(taints, isThere) {
		taints = append(taints, corev1.Taint{Key: constants.LabelNodeRoleControlPlane, Effect: corev1.TaintEffectNoSchedule})
	}

	return taints, nil
}

func strictly(content []byte, into any) error {
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.DisallowUnknownFields()

	return decoder.Decode(into)
}

func taintsOfArgument(texts []string) ([]corev1.Taint, error) {
	var taints []corev1.Taint

	for pair := range strings.SplitSeq(strings.Join(texts, ","), ",") {
		key, effect, found := strings.Cut(pair, ":")
		if !found {
			return nil, fmt.Errorf("invalid taint spec: %v", pair)
		}

		key, value, _ := strings.Cut(key, "=")
		taints = append(taints, corev1.Taint{Key: key, Value: value, Effect: corev1.TaintEffect(effect)})
	}

	return taints, nil
}

// taintOf reads a taint as machine.nodeTaints has it.
func taintOf(key, text string) corev1.Taint {
	value, effect, found := strings.Cut(text, ":")
	if !found {
		value, effect = "", text
	}

	return corev1.Taint{Key: key, Value: value, Effect: corev1.TaintEffect(effect)}
}
