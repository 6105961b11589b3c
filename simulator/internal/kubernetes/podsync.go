package kubernetes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes"
)

// podSync stands in for kube-controller-manager, kube-scheduler and the kubelets, as far as pods go: pods are made for
// what asks for them, get a node, run at once and go when they are deleted. Kubelets sign in as themselves. It works on what it has seen, and again
// after each change.
type podSync struct {
	session   *session
	members   map[string]*member
	workloads []workload
	nodes     []*corev1.Node
	pods      []*corev1.Pod
	faults    []error
}

func syncPods(ctx context.Context, s *session, members []*member) error {
	p := &podSync{session: s, members: map[string]*member{}}
	for _, member := range members {
		p.members[member.node.Name] = member
	}

	if err := p.read(); err != nil {
		return err
	}

	p.makeServiceAccounts(ctx)
	p.mirrorStaticPods(ctx)

	for _, workload := range p.workloads {
		p.makePods(ctx, workload)
	}

	for _, pod := range p.pods {
		p.tendPod(ctx, pod)
	}

	p.reportWorkloads(ctx)

	return errors.Join(p.faults...)
}

func (p *podSync) read() error {
	factory := p.session.informers

	var err error

	if p.nodes, err = factory.Core().V1().Nodes().Lister().List(labels.Everything()); err != nil {
		return err
	}

	if p.pods, err = factory.Core().V1().Pods().Lister().List(labels.Everything()); err != nil {
		return err
	}

	daemonSets, err := factory.Apps().V1().DaemonSets().Lister().List(labels.Everything())
	if err != nil {
		return err
	}

	deployments, err := factory.Apps().V1().Deployments().Lister().List(labels.Everything())
	if err != nil {
		return err
	}

	statefulSets, err := factory.Apps().V1().StatefulSets().Lister().List(labels.Everything())
	if err != nil {
		return err
	}

	jobs, err := factory.Batch().V1().Jobs().Lister().List(labels.Everything())
	if err != nil {
		return err
	}

	for _, set := range daemonSets {
		p.workloads = append(p.workloads, daemonSetWorkload(set))
	}

	for _, deployment := range deployments {
		p.workloads = append(p.workloads, deploymentWorkload(deployment))
	}

	for _, set := range statefulSets {
		p.workloads = append(p.workloads, statefulSetWorkload(set))
	}

	for _, job := range jobs {
		p.workloads = append(p.workloads, jobWorkload(job))
	}

	slices.SortFunc(p.nodes, func(a, b *corev1.Node) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(p.pods, func(a, b *corev1.Pod) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(p.workloads, func(a, b workload) int {
		return cmp.Or(cmp.Compare(a.object.GetNamespace(), b.object.GetNamespace()), cmp.Compare(a.object.GetName(), b.object.GetName()))
	})

	return nil
}

// note keeps an error unless the next change that is seen mends it.
func (p *podSync) note(what string, object metav1.Object, err error) {
	if err != nil && !isPassing(err) {
		p.faults = append(p.faults, fmt.Errorf("%s %s/%s: %w", what, object.GetNamespace(), object.GetName(), err))
	}
}

// makeServiceAccounts gives each namespace the account that its pods have unless they name another.
func (p *podSync) makeServiceAccounts(ctx context.Context) {
	namespaces, err := p.session.informers.Core().V1().Namespaces().Lister().List(labels.Everything())
	if err != nil {
		p.faults = append(p.faults, err)

		return
	}

	for _, namespace := range namespaces {
		_, err := p.session.informers.Core().V1().ServiceAccounts().Lister().ServiceAccounts(namespace.Name).Get("default")
		if !apierrors.IsNotFound(err) || namespace.DeletionTimestamp != nil {
			continue
		}

		account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "default", Namespace: namespace.Name}}
		_, err = p.session.client.CoreV1().ServiceAccounts(namespace.Name).Create(ctx, account, metav1.CreateOptions{})
		p.note("service account", account, err)
	}
}

// mirrorStaticPods shows the static pods of the machines that are on.
func (p *podSync) mirrorStaticPods(ctx context.Context) {
	wanted := map[string]*corev1.Pod{}

	for _, node := range p.nodes {
		member := p.members[node.Name]
		if member == nil || !member.joined || !member.registered {
			continue
		}

		pods, err := mirrorPods(member, node)
		if err != nil {
			p.faults = append(p.faults, err)
		}

		for _, pod := range pods {
			wanted[pod.Namespace+"/"+pod.Name] = pod
		}
	}

	for _, pod := range p.pods {
		name := pod.Namespace + "/" + pod.Name
		if !isMirror(pod) || !p.isAlive(pod.Spec.NodeName) {
			continue
		}

		if wanted[name] == nil || wanted[name].Annotations[configHash] != pod.Annotations[configHash] {
			p.remove(ctx, p.kubeletOf(pod), pod)
		}

		delete(wanted, name)
	}

	for _, name := range sortedKeys(wanted) {
		p.create(ctx, p.kubeletOf(wanted[name]), wanted[name])
	}
}

// kubeletOf is who works on a pod that has a node; nil if it cannot sign in.
func (p *podSync) kubeletOf(pod *corev1.Pod) kubernetes.Interface {
	kubelet, err := p.session.asKubelet(pod.Spec.NodeName)
	p.note("pod", pod, err)

	return kubelet
}

func (p *podSync) create(ctx context.Context, by kubernetes.Interface, pod *corev1.Pod) {
	if by == nil {
		return
	}

	_, err := by.CoreV1().Pods(pod.Namespace).Create(ctx, pod, metav1.CreateOptions{})
	p.note("pod", pod, err)
}

// remove deletes a pod for good.
func (p *podSync) remove(ctx context.Context, by kubernetes.Interface, pod *corev1.Pod) {
	if by == nil {
		return
	}

	atOnce := int64(0)
	err := by.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, metav1.DeleteOptions{
		GracePeriodSeconds: &atOnce, Preconditions: metav1.NewUIDPreconditions(string(pod.UID)),
	})
	p.note("pod", pod, err)
}

func (p *podSync) isAlive(nodeName string) bool {
	member := p.members[nodeName]

	return member != nil && member.joined
}

// makePods makes the pods of a workload that are missing, and deletes those that are too many or of an older template.
func (p *podSync) makePods(ctx context.Context, w workload) {
	wanted := map[string]*corev1.Pod{}
	for _, pod := range w.pods(p.nodes) {
		wanted[pod.Name] = pod
	}

	for _, pod := range p.pods {
		if !w.owns(pod) {
			continue
		}

		isCurrent := wanted[pod.Name] != nil && wanted[pod.Name].Labels[templateHash] == pod.Labels[templateHash]
		if !isCurrent && !w.isDone && pod.DeletionTimestamp == nil {
			p.remove(ctx, p.session.client, pod)
		}

		delete(wanted, pod.Name)
	}

	for _, name := range sortedKeys(wanted) {
		p.create(ctx, p.session.client, wanted[name])
	}
}

// tendPod brings one pod a step further.
func (p *podSync) tendPod(ctx context.Context, pod *corev1.Pod) {
	if p.isOrphan(pod) {
		p.remove(ctx, p.session.client, pod)

		return
	}

	if pod.Spec.NodeName == "" {
		p.bind(ctx, pod)

		return
	}

	if !p.isAlive(pod.Spec.NodeName) {
		return // nobody is there to tell
	}

	kubelet := p.kubeletOf(pod)

	if pod.DeletionTimestamp != nil {
		p.remove(ctx, kubelet, pod)

		return
	}

	status := p.statusOf(pod)
	if status == nil || kubelet == nil {
		return
	}

	changed := pod.DeepCopy()
	changed.Status = *status

	_, err := kubelet.CoreV1().Pods(pod.Namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{})
	p.note("pod", pod, err)
}

// isOrphan says whether the node of a pod or the workload that it was made for is gone.
func (p *podSync) isOrphan(pod *corev1.Pod) bool {
	isThere := func(node *corev1.Node) bool { return node.Name == pod.Spec.NodeName }
	if pod.Spec.NodeName != "" && !slices.ContainsFunc(p.nodes, isThere) {
		return true
	}

	controller := metav1.GetControllerOf(pod)
	if controller == nil || !slices.Contains([]string{"DaemonSet", "Deployment", "StatefulSet", "Job"}, controller.Kind) {
		return false
	}

	return !slices.ContainsFunc(p.workloads, func(w workload) bool { return w.owns(pod) })
}

func (p *podSync) bind(ctx context.Context, pod *corev1.Pod) {
	if pod.DeletionTimestamp != nil {
		p.remove(ctx, p.session.client, pod)

		return
	}

	node := chooseNode(pod, p.nodes, p.pods)
	if node == nil || pod.Spec.SchedulerName != corev1.DefaultSchedulerName {
		return
	}

	err := p.session.client.CoreV1().Pods(pod.Namespace).Bind(ctx, &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Name: pod.Name, Namespace: pod.Namespace, UID: pod.UID},
		Target:     corev1.ObjectReference{Kind: "Node", Name: node.Name},
	}, metav1.CreateOptions{})
	p.note("pod", pod, err)

	if err == nil {
		// counts for the next pod
		bound := pod.DeepCopy()
		bound.Spec.NodeName = node.Name
		p.pods = append(slices.Clone(p.pods), bound)
	}
}

// statusOf is the status that a pod shall get, or nil if it has it.
func (p *podSync) statusOf(pod *corev1.Pod) *corev1.PodStatus {
	if pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
		return nil
	}

	host := p.members[pod.Spec.NodeName].node.Address
	now := metav1.Now()
	controller := metav1.GetControllerOf(pod)

	var status corev1.PodStatus

	switch {
	case !pod.Spec.HostNetwork && !p.isReadyNode(pod.Spec.NodeName):
		status = waitingPod(pod, host, now)
	case controller != nil && controller.Kind == "Job":
		status = completePod(pod, host, now)
	default:
		status = runPod(pod, host, true, now)
	}

	if pod.Status.Phase == status.Phase && isReady(pod) == isReady(&corev1.Pod{Status: status}) &&
		pod.Status.HostIP == status.HostIP && equality.Semantic.DeepEqual(pod.Status.PodIPs, status.PodIPs) {
		return nil
	}

	return &status
}

func (p *podSync) isReadyNode(name string) bool {
	return slices.ContainsFunc(p.nodes, func(node *corev1.Node) bool {
		return node.Name == name && slices.ContainsFunc(node.Status.Conditions, func(condition corev1.NodeCondition) bool {
			return condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue
		})
	})
}
