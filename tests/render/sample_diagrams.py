"""The state machine of a joint working group, to draw."""

from lifecycle.timeline.diagram_values import Diagram, DiagramEdge, DiagramTrack


def working_group(*, current: str | None = "roadmap_active") -> Diagram:
    stage = DiagramTrack(
        name="stage",
        states=(
            "registered",
            "proposed",
            "agreed",
            "tor_signed",
            "inaugural_meeting_held",
            "roadmap_active",
        ),
        initial="registered",
        final=(),
        current=current,
        visited=("registered", "tor_signed", "inaugural_meeting_held") if current else (),
        edges=(
            DiagramEdge("propose", "registered", "proposed"),
            DiagramEdge("agree", "proposed", "agreed", consent="both"),
            DiagramEdge("agree", "registered", "agreed", consent="both"),
            DiagramEdge("sign_tor", "registered", "tor_signed", consent="both"),
            DiagramEdge("sign_tor", "proposed", "tor_signed", consent="both"),
            DiagramEdge("sign_tor", "agreed", "tor_signed", consent="both"),
            DiagramEdge(
                "hold_meeting",
                "tor_signed",
                "inaugural_meeting_held",
                guards=("both_parties_attend",),
            ),
            DiagramEdge("hold_meeting", "inaugural_meeting_held", "inaugural_meeting_held"),
            DiagramEdge("activate_roadmap", "inaugural_meeting_held", "roadmap_active"),
            DiagramEdge("hold_meeting", "roadmap_active", "roadmap_active"),
            DiagramEdge("activate_roadmap", "roadmap_active", "roadmap_active"),
            DiagramEdge("end_roadmap", "roadmap_active", "inaugural_meeting_held"),
        ),
    )
    standing = DiagramTrack(
        name="standing",
        states=("active", "suspended", "concluded"),
        initial="active",
        final=("concluded",),
        current="active" if current else None,
        visited=(),
        edges=(
            DiagramEdge("suspend", "active", "suspended"),
            DiagramEdge("resume", "suspended", "active"),
            DiagramEdge("conclude", "active", "concluded"),
            DiagramEdge("conclude", "suspended", "concluded"),
            DiagramEdge("reopen", "concluded", "active", consent="both"),
        ),
    )
    return Diagram("Joint working group, version 1", (stage, standing))
